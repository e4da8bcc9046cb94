//! The member documents that are held, and which of them is in force.
//!
//! Documents of one member form a tree: each follows one before it. Every document in here has all
//! documents before it in here too, and may follow them (see `MemberDocument::follows`), so the
//! tree only ever grows. What is in force is a function of the tree and of the *anchor*, the document
//! that governance put on record last:
//!
//! ```text
//!  anchor -- update -- update            one branch: its end is in force
//!        \-- update                      two branches, one key: frozen at the parting
//!        \-- update -- rotate            one rotation: it settles which updates count, all others
//!                                        are void, those of a thief among them
//!        \-- rotate                      two rotations, one key: frozen where they part
//! ```
//!
//! A frozen member keeps the keys that it had before the parting. Updates that part are settled by
//! the recovery sheet (a rotation); rotations that part by a vote (`Action::Confirm` or `Recover`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::document::DocumentKind;
use crate::document::MemberDocument;
use crate::governance::stage::Library;
use crate::id::DocumentId;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::signed::Verified;

/// The documents that are held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Papers {
    documents: BTreeMap<DocumentId, Verified<MemberDocument>>,
    children: BTreeMap<DocumentId, BTreeSet<DocumentId>>,
    of: BTreeMap<MemberId, BTreeSet<DocumentId>>,
}

/// The document that is in force.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InForce {
    /// The document.
    pub document: DocumentId,
    /// Whether later documents part here, so that none of them counts.
    pub frozen: bool,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Filed {
    AlreadyHeld,
    Broken(&'static str),
    New,
    /// The document before it is missing.
    Orphan,
}

impl Papers {
    /// Takes in an inception or a recovery, which stand on their own.
    pub(super) fn found(&mut self, document: Verified<MemberDocument>) -> Filed {
        if self.documents.contains_key(&document.id()) {
            return Filed::AlreadyHeld;
        }
        self.of.entry(document.member()).or_default().insert(document.id());
        self.documents.insert(document.id(), document);
        Filed::New
    }

    /// Takes in an update or a rotation, if the document before it is held.
    pub(super) fn file(&mut self, document: Verified<MemberDocument>) -> Filed {
        if self.documents.contains_key(&document.id()) {
            return Filed::AlreadyHeld;
        }
        let Some(prev) = document.value().prev else {
            return Filed::Broken("an inception comes with its admission");
        };
        if document.value().kind == DocumentKind::Recover {
            return Filed::Broken("a recovery comes with the entry that decides it");
        }
        let Some(parent) = self.documents.get(&prev) else { return Filed::Orphan };
        if let Err(rule) = document.value().follows(prev, parent.value(), parent.member()) {
            return Filed::Broken(rule);
        }
        self.children.entry(prev).or_default().insert(document.id());
        self.found(document)
    }

    /// Returns a document.
    pub(crate) fn get(&self, id: DocumentId) -> Option<&Verified<MemberDocument>> {
        self.documents.get(&id)
    }

    /// Returns how many documents are held.
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Returns all documents, ordered by id.
    pub(super) fn all(&self) -> impl Iterator<Item = &Verified<MemberDocument>> {
        self.documents.values()
    }

    /// Returns the documents of one member, ordered by id.
    pub(crate) fn of(&self, member: MemberId) -> impl Iterator<Item = &Verified<MemberDocument>> {
        let ids = self.of.get(&member).into_iter().flatten();
        ids.filter_map(|id| self.documents.get(id))
    }

    /// Returns whether `key` is an admin key in any document of `member`, in force or not.
    pub(super) fn is_admin_key(&self, member: MemberId, key: &PublicKey) -> bool {
        self.of(member).any(|it| it.value().admin_key == *key)
    }

    /// Returns the keys that any document of `member`, in force or not, gives for `epoch`.
    pub(super) fn node_keys(&self, member: MemberId, epoch: u32) -> Vec<PublicKey> {
        let mut keys: Vec<PublicKey> = Vec::new();
        let epochs = self.of(member).flat_map(|it| &it.value().epochs);
        for candidate in epochs.filter(|it| it.number == epoch) {
            if !keys.contains(&candidate.node_key) {
                keys.push(candidate.node_key);
            }
        }
        keys
    }

    /// Returns whether a vote under `key` speaks for the member whose anchor is `anchor`: the key is
    /// that of the anchor, or of a document that follows it.
    pub(super) fn may_vote(&self, anchor: DocumentId, key: &PublicKey) -> bool {
        let mut open = vec![anchor];
        while let Some(id) = open.pop() {
            if self.documents.get(&id).is_some_and(|it| it.value().admin_key == *key) {
                return true;
            }
            open.extend(self.children(id));
        }
        false
    }

    /// Returns the document that is in force for the member whose anchor is `anchor`.
    pub(crate) fn in_force(&self, anchor: DocumentId) -> InForce {
        let mut root = anchor;
        loop {
            let rotations = self.rotations(root);
            match rotations[..] {
                [] => return self.last_update(root),
                [only] => root = only,
                [..] => return InForce { document: self.parting(root, &rotations), frozen: true },
            }
        }
    }

    /// Returns whether a document after `parting`, where the member is frozen, may still win: where
    /// rotations parted, updates that no rotation follows have lost already.
    pub(super) fn is_contender(&self, id: DocumentId, parting: DocumentId) -> bool {
        let rotations = self.rotations(parting);
        let follows = |later: DocumentId, earlier| self.lineage(later).any(|it| it == earlier);
        let on_a_branch = |rotation: &DocumentId| follows(*rotation, id) || follows(id, *rotation);
        follows(id, parting) && (rotations.is_empty() || rotations.iter().any(on_a_branch))
    }

    /// Returns `document` and all before it, the newest first.
    pub(super) fn lineage(&self, document: DocumentId) -> impl Iterator<Item = DocumentId> {
        let known = self.documents.contains_key(&document).then_some(document);
        std::iter::successors(known, |id| {
            let prev = self.documents.get(id)?.value().prev?;
            self.children.get(&prev).filter(|it| it.contains(id)).map(|_| prev)
        })
    }

    /// Returns the rotations that end the generation of keys that began with `root`.
    fn rotations(&self, root: DocumentId) -> Vec<DocumentId> {
        let mut rotations = Vec::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            for child in self.children(id) {
                if self.is_rotation(child) { rotations.push(child) } else { open.push(child) }
            }
        }
        rotations
    }

    /// Follows updates from `root` until there is none, or there are two.
    fn last_update(&self, root: DocumentId) -> InForce {
        let mut document = root;
        loop {
            let mut children = self.children(document);
            match (children.next(), children.next()) {
                (None, _) => return InForce { document, frozen: false },
                (Some(only), None) => document = only,
                (Some(_), Some(_)) => return InForce { document, frozen: true },
            }
        }
    }

    /// Returns the last document at or after `root` that all of `rotations` follow.
    fn parting(&self, root: DocumentId, rotations: &[DocumentId]) -> DocumentId {
        let lineages = rotations.iter().map(|id| self.lineage(*id).skip(1).collect());
        let shared = lineages.reduce(|a: BTreeSet<_>, b| a.intersection(&b).copied().collect());
        let shared = shared.unwrap_or_default();
        let newest = shared.into_iter().max_by_key(|id| self.get(*id).map(|it| it.value().version));
        newest.unwrap_or(root)
    }

    fn is_rotation(&self, id: DocumentId) -> bool {
        self.get(id).is_some_and(|it| it.value().kind == DocumentKind::Rotate)
    }

    fn children(&self, id: DocumentId) -> impl Iterator<Item = DocumentId> {
        self.children.get(&id).into_iter().flatten().copied()
    }
}

impl Library for Papers {
    fn document(&self, id: DocumentId) -> Option<&MemberDocument> {
        self.get(id).map(Verified::value)
    }

    fn descends(&self, document: DocumentId, anchor: DocumentId) -> bool {
        self.lineage(document).any(|id| id == anchor)
    }
}
