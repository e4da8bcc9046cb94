//! What members of a sample decide: proposals, votes, and documents with new node keys.

use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::Tag;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;

use super::Sample;
use super::admin_key;
use super::inception;
use super::key;
use crate::document;
use crate::governance;

impl Sample {
    /// Has member `index` propose `actions` as the first entry of the governance log.
    pub fn proposal(&self, index: usize, actions: Vec<Action>) -> Received<GovEntry> {
        self.proposal_after(self.roster.governance_head(), index, actions)
    }

    /// Has member `index` propose `actions` after the governance entry at this height.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn proposal_after(
        &self,
        (height, prev): (u64, Hash),
        index: usize,
        actions: Vec<Action>,
    ) -> Received<GovEntry> {
        let key = admin_key(index);
        let entry = GovEntry {
            height: height.saturating_add(1),
            prev: GovernanceId(prev),
            actions,
            reason: "a sample".to_owned(),
            proposer: inception(index).0,
            proposer_key: key.public(),
        };
        let body = governance::encode(&entry);
        let signed = Signed::new(Tag::Governance, self.roster.coalition(), body, &key);
        governance::receive(signed).expect("a sound entry")
    }

    /// Has member `index` approve of `entry`.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn approval(&self, index: usize, entry: &Received<GovEntry>) -> Received<Vote> {
        let key = admin_key(index);
        let coalition = self.roster.coalition();
        let vote = Vote {
            member: inception(index).0,
            admin_key: key.public(),
            entry: entry.id(coalition),
            choice: Choice::Approve,
        };
        let body = governance::encode_vote(&vote);
        governance::receive_vote(Signed::new(Tag::Vote, coalition, body, &key)).expect("a vote")
    }

    /// Returns the node key of member `index` for an epoch.
    pub fn node_key_of(index: usize, epoch: u32) -> SigningKey {
        if epoch == 1 { Self::node_key(index) } else { key(&format!("node {epoch}"), index) }
    }

    /// Has member `index` begin another epoch, after the document `before`, that goes on after `cut`.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn new_epoch(
        &self,
        index: usize,
        before: &Received<MemberDocument>,
        cut: Cut,
    ) -> Received<MemberDocument> {
        let coalition = self.roster.coalition();
        let mut document = before.claim().clone();
        let number = document.epochs.last().map_or(1, |it| it.number.saturating_add(1));
        let node_key = Self::node_key_of(index, number).public();
        document.epochs.push(Epoch { number, node_key, cut });
        document.kind = DocumentKind::Update;
        document.version = document.version.saturating_add(1);
        document.prev = Some(before.id(coalition));
        document.member = Some(inception(index).0);
        let body = document::encode(&document);
        let signed = Signed::new(Tag::Document, coalition, body, &admin_key(index));
        document::receive(signed).expect("a document reads back")
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::coalition::Object;
    use flotilla_domain::coalition::Outcome;
    use flotilla_domain::coalition::State;

    use super::*;

    #[test]
    fn a_new_epoch_takes_the_place_of_the_one_before() {
        let sample = Sample::new(2);
        let document = sample.new_epoch(1, &Sample::inception(1).1, None);
        let mut state = State::founded(sample.founded());
        assert_eq!(state.insert(Object::Document(Box::new(document))), Outcome::Held);
        let owner =
            |epoch| state.roster().member_of_node_key(&Sample::node_key_of(1, epoch).public());
        assert_eq!((owner(1), owner(2)), (None, Some(sample.member(1))));
    }
}
