//! The bounded room for what cannot be checked yet.
//!
//! A header may arrive before the document that names its key, a vote before the entry that admits
//! the voter. Such objects wait here and have no influence. Whoever fills the room only keeps other
//! unchecked objects out of it: what can be checked never passes through.

use std::collections::BTreeMap;

use crate::coalition::Object;
use crate::coalition::Outcome;
use crate::coalition::fingerprint;
use crate::id::Hash;

/// The most objects that wait; documents come before everything else, so an honest peer sends few.
pub const WAITING_MAX: usize = 4_096;

/// The most bytes of objects that wait.
const WAITING_BYTES_MAX: usize = 16 << 20;

/// Objects that cannot be checked yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    objects: BTreeMap<Hash, Object>,
    bytes: usize,
}

impl Waiting {
    /// Keeps an object until it can be checked.
    pub(super) fn admit(&mut self, object: Object) -> Outcome {
        let bytes = self.bytes.saturating_add(size(&object));
        if self.objects.len() >= WAITING_MAX || bytes > WAITING_BYTES_MAX {
            return Outcome::Full;
        }
        self.bytes = bytes;
        self.objects.insert(fingerprint(&object), object);
        Outcome::Waiting
    }

    /// Returns whether this very object waits.
    pub(super) fn contains(&self, object: &Object) -> bool {
        !self.objects.is_empty() && self.objects.contains_key(&fingerprint(object))
    }

    /// Takes out what can be checked by now.
    pub(super) fn take_ready(&mut self, is_checkable: impl Fn(&Object) -> bool) -> Vec<Object> {
        let ready: Vec<Object> = self
            .objects
            .extract_if(.., |_, object| is_checkable(object))
            .map(|(_, it)| it)
            .collect();
        let bytes: usize = ready.iter().map(size).sum();
        self.bytes = self.bytes.saturating_sub(bytes);
        ready
    }

    /// Returns how many objects wait.
    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }
}

fn size(object: &Object) -> usize {
    match object {
        Object::Document(it) => it.signed().body.len(),
        Object::Governance(it) => it.signed().body.len(),
        Object::Header(it) => it.signed().body.len(),
        Object::Retraction(it) => it.signed().body.len(),
        Object::Statement(it) => it.signed().body.len(),
        Object::Vote(it) => it.signed().body.len(),
    }
}
