//! Publishing again what a cut left behind.
//!
//! A restored backup, a settled fork or a key that was revoked with a cut leave entries of our own
//! beyond the cut: void on every node, though nothing is wrong with what they say. What passed the gate
//! before passes it again, by the check that every receiver makes; what does not has to be prepared
//! from its file anew, as does what would leave somebody alone beside what others told meanwhile. Nothing is published twice, and nothing without consent.

use std::collections::BTreeSet;

use flotilla_domain::entry::Entry;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_gate::practice;
use flotilla_gate::response;
use flotilla_gate::rules::Rules;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use super::Prepared;
use super::Preview;
use super::PublishError;
use super::Published;
use super::Publisher;
use super::others::Others;
use super::others::passes_again;
use super::seal::Sealable;
use crate::judge::JudgeError;
use crate::ledger::ReadError;

/// How many bytes of our log are read at once.
const READ_BYTES: usize = 4 << 20;

/// What of the entries left behind may be published again.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    pub(super) contents: Vec<Sealable>,
    /// How many say what counts already.
    unchanged: usize,
    /// How many receivers would refuse.
    refused: usize,
    /// How many are not safe any more beside what others told.
    pub(super) beside: usize,
}

impl Publisher {
    /// Shows what of our own void entries would be published again. Signs nothing.
    ///
    /// # Errors
    ///
    /// Fails if our log may not grow, or cannot be read.
    pub async fn prepare_again(&self) -> Result<Preview, PublishError> {
        let published = self.published().await?;
        let after_seq = published.after_seq;
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let cannot = |error| PublishError::History(JudgeError::Log(error));
        let counting = self.counting(me, after_seq).await.map_err(cannot)?;
        let left_behind = self.left_behind(me).await.map_err(cannot)?;
        let roster = self.roster();
        let others = self.others(left_behind.iter().any(covers), &[]).await?;
        let sifted = self.sift((&roster, &others), published, (counting, left_behind))?;
        let preview = Preview::of_again(
            self.new_id()?,
            &sifted.contents,
            (sifted.unchanged, sifted.refused, sifted.beside),
            roster.len(),
        );
        let (id, disowned) = (preview.id, Vec::new());
        self.keep(Prepared { id, after_seq, contents: sifted.contents, disowned });
        Ok(preview)
    }

    /// Asks the gate about each content, in the order in which they were published.
    pub(super) fn sift(
        &self,
        (roster, others): (&Roster, &Others),
        Published { mut history, shelf, .. }: Published,
        (mut counting, left_behind): (Vec<Content>, Vec<Content>),
    ) -> Result<Sifted, PublishError> {
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let rules: Rules<'_> = self.rules(roster)?;
        let mut sifted = Sifted::default();
        for content in left_behind {
            if counting.contains(&content) {
                sifted.unchanged += 1;
                continue;
            }
            let sealable = match content.clone() {
                Content::Practice(it) => practice::again(*it, rules.catalogue(), &shelf)
                    .ok()
                    .map(|it| Sealable::Practice(Box::new(it))),
                Content::Release(it) if !others.bear(&history, &it) => {
                    sifted.beside += 1;
                    continue;
                }
                Content::Release(it) => {
                    let passes = passes_again(it, (roster, me), (&rules, &mut history));
                    passes.map(Sealable::Release)
                }
                Content::Response(it) => response::again(*it, rules.catalogue())
                    .ok()
                    .map(|it| Sealable::Response(Box::new(it))),
                // Notices name entries that were left behind with them.
                Content::Erasure(_) | Content::Opaque | Content::Withdrawal(_) => continue,
            };
            match sealable {
                Some(sealable) => sifted.contents.push(sealable),
                None => sifted.refused += 1,
            }
            // The same content left behind twice is published once.
            counting.push(content);
        }
        Ok(sifted)
    }

    /// Returns what our log says, as far as it counts.
    async fn counting(&self, me: MemberId, until_seq: u64) -> Result<Vec<Content>, ReadError> {
        let mut contents = Vec::new();
        let mut seq = 1;
        while seq <= until_seq {
            let entries = self.ledger.read(me, seq, READ_BYTES).await?;
            let Some(last) = entries.last() else { break };
            seq = last.value().header.seq.saturating_add(1);
            contents.extend(entries.iter().filter_map(unpacked));
        }
        Ok(contents)
    }

    /// Returns what our void entries say, in the order of their places; of a practice record, the last
    /// version only.
    async fn left_behind(&self, me: MemberId) -> Result<Vec<Content>, ReadError> {
        let mut contents = Vec::new();
        let mut replaced = BTreeSet::new();
        for link in self.ledger.void(me)? {
            let Some(entry) = self.ledger.entry(link.id).await? else { continue };
            let Some(content) = unpacked(&entry) else { continue };
            if let Content::Practice(practice) = &content {
                replaced.extend(practice.fields().replaces);
            }
            contents.push((link.id, content));
        }
        contents.retain(|(id, _)| !replaced.contains(id));
        Ok(contents.into_iter().map(|(_, content)| content).collect())
    }
}

/// Returns whether a content tells of others.
fn covers(content: &Content) -> bool {
    matches!(content, Content::Release(it) if !it.terms().coverage.is_empty())
}

/// Returns what an entry says, unless its payload was destroyed.
fn unpacked(entry: &Verified<Entry>) -> Option<Content> {
    let Entry { header, payload } = entry.value();
    payload.bytes().and_then(|bytes| payload::unpack(header.kind, bytes).ok())
}
