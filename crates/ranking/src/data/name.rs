//! Names that are looked up again and again, mostly those seen just before.

use std::collections::HashMap;
use std::hash::Hash;

/// Finds the index of a name. Tables are mostly sorted, so the last name and the one after it are
/// tried before the map.
pub(super) struct Finder<K> {
    names: Vec<K>,
    places: HashMap<K, usize>,
    last: usize,
}

impl<K: Copy + Eq + Hash> Finder<K> {
    pub(super) fn new(names: impl IntoIterator<Item = K>) -> Self {
        let names: Vec<K> = names.into_iter().collect();
        let places = names.iter().copied().enumerate();
        let places = places.map(|(index, name)| (name, index)).collect();
        Self {
            names,
            places,
            last: 0,
        }
    }
}

impl Finder<&str> {
    /// Index of the name, if it is the last one, the one after it or the first.
    #[inline]
    pub(super) fn guess(&mut self, name: &[u8]) -> Option<usize> {
        for guess in [self.last + 1, 0, self.last] {
            let known = self.names.get(guess);
            if known.is_some_and(|known| known.as_bytes() == name) {
                self.last = guess;
                return Some(guess);
            }
        }
        None
    }

    /// Index of the name.
    #[inline]
    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        for guess in [self.last, self.last + 1, 0] {
            if self.names.get(guess).is_some_and(|known| *known == name) {
                self.last = guess;
                return Some(guess);
            }
        }
        let found = *self.places.get(name)?;
        self.last = found;
        Some(found)
    }
}

impl<'n> Finder<(&'n str, &'n str)> {
    /// Index of the pair of names.
    #[inline]
    pub(super) fn find(&mut self, first: &str, second: &str) -> Option<usize> {
        for guess in [self.last, self.last + 1, 0] {
            let known = self.names.get(guess);
            if known.is_some_and(|known| known.1 == second && known.0 == first) {
                self.last = guess;
                return Some(guess);
            }
        }
        let places: &HashMap<(&str, &str), usize> = &self.places;
        let found = *places.get(&(first, second))?;
        self.last = found;
        Some(found)
    }
}
