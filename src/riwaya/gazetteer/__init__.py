"""Places: names in search form, coordinates with an extent, kinds, and the governorate and country each lies in."""

from riwaya.gazetteer.index import Gazetteer, load_gazetteer
from riwaya.gazetteer.place import Place

__all__ = ["Gazetteer", "Place", "load_gazetteer"]
