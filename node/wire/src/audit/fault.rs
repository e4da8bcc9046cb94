//! What of a bundle does not verify: where it stands, what it claims to be, and why it is refused.
//!
//! Whatever a fault names is a claim: nobody signed it as it stands. The list is bounded; all faults
//! are counted.

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::VerifyError;

/// The most faults that are listed.
pub const FAULTS_MAX: usize = 1_000;

/// An object that does not verify.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The frame of the bundle that it stands in, counted from 1.
    pub frame: u64,
    /// What it claims to be.
    pub what: What,
    /// Why it is refused.
    pub why: Why,
}

/// What an object claims to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// A document of a member; `None` for an inception.
    Document {
        /// The member.
        member: Option<MemberId>,
    },
    /// An entry of a log.
    Entry {
        /// Whose log.
        member: MemberId,
        /// The place.
        seq: u64,
    },
    /// A proof of a fork.
    ForkProof {
        /// Whose log.
        member: MemberId,
        /// The place.
        seq: u64,
    },
    /// A governance entry.
    Governance {
        /// The place.
        height: u64,
    },
    /// What a community takes back.
    Retraction {
        /// To whom it had consented.
        member: MemberId,
    },
    /// A head statement.
    Statement {
        /// Whose node says so.
        member: MemberId,
    },
    /// Objects that could not be decoded.
    Unreadable {
        /// How many.
        objects: u64,
    },
    /// A vote.
    Vote {
        /// Who votes.
        member: MemberId,
    },
}

/// Why an object is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Why {
    /// It breaks a rule of its kind.
    Broken(&'static str),
    /// The signature was not made with the key that it names.
    Forged,
    /// The payload is not the one that was signed.
    Payload,
    /// No key that its author has, as far as the bundle shows, signed it as it stands.
    Unknown,
    /// It cannot be decoded.
    Unreadable,
}

/// The faults of a bundle.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    frame: u64,
    pub(super) total: u64,
    pub(super) listed: Vec<Fault>,
}

impl Faults {
    /// Goes on to the next frame.
    pub(super) fn next_frame(&mut self) {
        self.frame = self.frame.saturating_add(1);
    }

    /// Counts a fault, and lists it if there is room.
    pub(super) fn push(&mut self, what: What, why: Why) {
        let count = match what {
            What::Unreadable { objects } => objects,
            _ => 1,
        };
        self.total = self.total.saturating_add(count);
        if self.listed.len() < FAULTS_MAX {
            self.listed.push(Fault { frame: self.frame, what, why });
        }
    }
}

impl What {
    /// Returns what `object` claims to be.
    pub(super) fn of(object: &Object) -> Self {
        match object {
            Object::Document(it) => Self::Document { member: it.claim().member },
            Object::Governance(it) => Self::Governance { height: it.claim().height },
            Object::Header(it) => {
                let claim = it.claim();
                Self::Entry { member: claim.member, seq: claim.seq }
            }
            Object::Retraction(it) => Self::Retraction { member: it.claim().member },
            Object::Statement(it) => Self::Statement { member: it.claim().member },
            Object::Vote(it) => Self::Vote { member: it.claim().member },
        }
    }

    /// Returns the member that it claims to be of.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Document { member } => *member,
            Self::Entry { member, .. }
            | Self::ForkProof { member, .. }
            | Self::Retraction { member }
            | Self::Statement { member }
            | Self::Vote { member } => Some(*member),
            Self::Governance { .. } | Self::Unreadable { .. } => None,
        }
    }
}

impl Why {
    /// Returns why an object with this outcome is refused, if it is.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::AlreadyHeld | Outcome::Held => None,
            Outcome::Full | Outcome::Waiting => Some(Self::Unknown),
            Outcome::Rejected(VerifyError::BadSignature) => Some(Self::Forged),
            Outcome::Rejected(VerifyError::BrokenRule { rule }) => Some(Self::Broken(rule)),
            Outcome::Rejected(VerifyError::UnknownAuthor { .. }) => Some(Self::Unknown),
        }
    }
}
