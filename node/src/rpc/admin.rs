//! The member's own door, second half: looking after the node, over the local socket.

use std::sync::Arc;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::heads::Head;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::versions::Mismatch;
use flotilla_domain::signed::Verified;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_server;
use flotilla_proto::v1::admin_server::AdminServer;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_wire::bundle::PIECE_BYTES_MAX;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Request;
use tonic::Response;
use tonic::Status;
use tonic::Streaming;

use crate::erasures::Erasures;
use crate::held::Held;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::ledger::ReadError;
use crate::publish::Blocked;
use crate::publish::Publisher;
use crate::query::Reader;
use crate::replicate::Replicator;
use crate::rpc::carry;
use crate::rpc::erasures;
use crate::rpc::held;
use crate::rpc::status;

/// How many refused entries of each log are told of.
const REFUSED_MAX: usize = 5;

/// Answers the `Admin` service.
#[derive(Clone, Debug)]
pub struct AdminService {
    parts: Arc<AdminParts>,
}

/// What the service reports on.
#[derive(Debug)]
pub struct AdminParts {
    /// What the founders signed.
    pub genesis: Gathering,
    /// Who belongs.
    pub rosters: watch::Receiver<Arc<Roster>>,
    /// What is held.
    pub ledger: Ledger,
    /// What queries see.
    pub reader: Reader,
    /// Whether the node may publish.
    pub publisher: Arc<Publisher>,
    /// What counts.
    pub judge: Arc<Judge>,
    /// What is destroyed, or will be.
    pub erasures: Erasures,
    /// Who is connected.
    pub replicator: Replicator,
    /// What stays on this node.
    pub held: Held,
    /// Where peers can dial; empty where this node only dials out.
    pub peers_address: String,
    /// Where researchers and browsers reach it.
    pub web_address: String,
}

impl AdminService {
    /// Makes the service.
    pub fn new(parts: AdminParts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// Returns the service, ready to be served.
    pub fn into_server(self) -> AdminServer<Self> {
        AdminServer::new(self).max_decoding_message_size(PIECE_BYTES_MAX)
    }
}

#[tonic::async_trait]
impl admin_server::Admin for AdminService {
    type ExportStream = ReceiverStream<Result<v1::BundlePiece, Status>>;

    async fn export(
        &self,
        request: Request<v1::ExportRequest>,
    ) -> Result<Response<Self::ExportStream>, Status> {
        let (pieces, stream) = mpsc::channel(carry::PIECES_MAX);
        // Ends with its last piece, or when whoever asked hangs up and `send` fails.
        tokio::spawn(carry::export(Arc::clone(&self.parts), request.into_inner(), pieces));
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn import(
        &self,
        request: Request<Streaming<v1::ImportRequest>>,
    ) -> Result<Response<v1::ImportReply>, Status> {
        carry::import(&self.parts, request.into_inner()).await.map(Response::new)
    }

    async fn log(
        &self,
        request: Request<v1::LogRequest>,
    ) -> Result<Response<v1::LogReply>, Status> {
        let v1::LogRequest { member, language } = request.into_inner();
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        let roster = Arc::clone(&self.parts.rosters.borrow());
        let Some(member) = roster.everyone().find(|it| it.handle() == member) else {
            return Ok(Response::new(v1::LogReply::default()));
        };
        let rows = self.parts.rows(member.id).await.map_err(|error| {
            status::of(&error, error.blame(), &Message::new("node-bundle-unread"), &texts)
        })?;
        Ok(Response::new(v1::LogReply { rows }))
    }

    async fn erasures(
        &self,
        request: Request<v1::ErasuresRequest>,
    ) -> Result<Response<v1::ErasuresReply>, Status> {
        let v1::ErasuresRequest { entries } = request.into_inner();
        let erasures = erasures::list(&self.parts, &entries).await;
        Ok(Response::new(v1::ErasuresReply { erasures }))
    }

    async fn ask(
        &self,
        request: Request<v1::AskRequest>,
    ) -> Result<Response<v1::AskReply>, Status> {
        held::ask(&self.parts, request.into_inner()).await.map(Response::new)
    }

    async fn asked(
        &self,
        request: Request<v1::AskedRequest>,
    ) -> Result<Response<v1::AskedReply>, Status> {
        held::asked(&self.parts, request.into_inner()).await.map(Response::new)
    }

    async fn status(
        &self,
        request: Request<v1::StatusRequest>,
    ) -> Result<Response<v1::StatusReply>, Status> {
        let v1::StatusRequest { language } = request.into_inner();
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        let parts = Arc::clone(&self.parts);
        let roster = Arc::clone(&parts.rosters.borrow());
        let me = parts.publisher.member().and_then(|it| roster.member(it));
        let publishing = match parts.publisher.ready() {
            Ok(()) => "ready",
            Err(Blocked::CatchingUp) => "catching-up",
            Err(Blocked::Forked) => "forked",
            Err(Blocked::KeyReplaced) => "key-replaced",
            Err(Blocked::NoMember) => "no-member",
        };
        let logs = parts.logs(&roster, &texts).await;
        Ok(Response::new(v1::StatusReply {
            member: me.map(|member| member.handle().to_owned()).unwrap_or_default(),
            software: env!("CARGO_PKG_VERSION").to_owned(),
            coalition_id: roster.coalition().0.as_bytes().to_vec(),
            coalition_name: roster.name().to_owned(),
            snapshot_id: parts.reader.snapshot().id.0.as_bytes().to_vec(),
            logs,
            peers: parts.peers(&roster),
            peers_address: parts.peers_address.clone(),
            web_address: parts.web_address.clone(),
            publishing: publishing.to_owned(),
            protocol_version: parts.replicator.protocol().1,
            protocol_version_min: roster.policy().protocol_version_min,
        }))
    }
}

impl AdminParts {
    /// Returns every entry of a log that is held, and what else proofs say that its author signed.
    async fn rows(&self, member: MemberId) -> Result<Vec<v1::LogRow>, ReadError> {
        let mut rows = Vec::new();
        for (link, state) in self.ledger.fates(member)? {
            let entry = self.ledger.entry(link.id).await?;
            let followed = self.ledger.link_at(member, link.seq)?;
            rows.push(v1::LogRow {
                epoch: link.epoch,
                seq: link.seq,
                id: link.id.0.as_bytes().to_vec(),
                created_ms: entry.map_or(0, |entry| entry.value().header.created_ms),
                state: word(state).to_owned(),
                followed: followed.is_some_and(|it| it.id == link.id),
                held: true,
            });
        }
        let told = self.told_by_proofs(member, &rows);
        rows.extend(told);
        Ok(rows)
    }

    /// Returns the entries that proofs of forks tell of and that are not among `held`.
    fn told_by_proofs(&self, member: MemberId, held: &[v1::LogRow]) -> Vec<v1::LogRow> {
        let proofs = self.ledger.forks().into_iter().filter(|proof| proof.member() == member);
        let told = proofs.flat_map(|proof| {
            proof.headers().map(|header| v1::LogRow {
                epoch: proof.epoch(),
                seq: proof.seq(),
                id: header.id().0.as_bytes().to_vec(),
                created_ms: header.value().created_ms,
                state: word(EntryState::Quarantined).to_owned(),
                followed: false,
                held: false,
            })
        });
        told.filter(|row| held.iter().all(|it| it.id != row.id)).collect()
    }

    async fn logs(&self, roster: &Roster, texts: &Texts) -> Vec<v1::LogStatus> {
        let (heads, counting) = (self.ledger.heads(), self.ledger.counted());
        let last = |head: Option<&Head>| head.and_then(|head| head.link).map_or(0, |link| link.seq);
        let mut logs = Vec::new();
        for member in roster.members() {
            let head = heads.get(&member.id);
            let (entries, counted) = (last(head), last(counting.get(&member.id)));
            let beyond = entries.saturating_sub(counted);
            logs.push(v1::LogStatus {
                member: member.handle().to_owned(),
                entries,
                quarantined: self.judge.quarantined(member.id).await.saturating_add(beyond),
                counted,
                forked_seq: head.and_then(|head| head.forked_seq).unwrap_or(0),
                held_by: self.held_by(member.id, head),
                refused: self.refused(member.id, texts).await,
                doubts: self.judge.doubts(member.id).await.iter().map(|it| texts.say(it)).collect(),
            });
        }
        logs.sort_by(|a, b| a.member.cmp(&b.member));
        logs
    }

    /// Returns the last entries of a log that the gate does not let count, and why.
    async fn refused(&self, member: MemberId, texts: &Texts) -> Vec<v1::RefusedEntry> {
        let refused = self.judge.refused(member, REFUSED_MAX).await;
        let told = refused.into_iter().map(|(seq, reasons)| {
            let link = self.ledger.link_at(member, seq).ok().flatten();
            v1::RefusedEntry {
                seq,
                entry_id: link.map(|link| link.id.0.as_bytes().to_vec()).unwrap_or_default(),
                invariants: reasons.iter().map(|it| it.invariant.to_owned()).collect(),
                reasons: reasons.iter().map(|it| texts.say(&it.text)).collect(),
            }
        });
        told.collect()
    }

    /// Counts the members whose nodes say that they hold the whole of a log.
    fn held_by(&self, member: MemberId, head: Option<&Head>) -> u32 {
        let me = self.publisher.member();
        let statements = self.ledger.statements();
        let others = statements.iter().map(Verified::value).filter(|it| Some(it.member) != me);
        let theirs = others.map(|it| it.heads.get(&member).and_then(|head| head.link));
        holders(head.and_then(|head| head.link), theirs)
    }

    fn peers(&self, roster: &Roster) -> Vec<v1::PeerStatus> {
        let peers = self.replicator.peers();
        let mut peers: Vec<v1::PeerStatus> = peers
            .into_iter()
            .map(|peer| v1::PeerStatus {
                member: roster
                    .member(peer.member)
                    .map(|it| it.handle().to_owned())
                    .unwrap_or_default(),
                connected: peer.connected.is_some(),
                outdated: matches!(peer.mismatch(), Some(Mismatch::PeerOutdated { .. })),
                in_sync: peer.in_sync,
                software: peer.software.unwrap_or_default(),
            })
            .collect();
        peers.sort_by(|a, b| a.member.cmp(&b.member));
        peers
    }
}

/// Returns the word for what became of an entry.
fn word(state: EntryState) -> &'static str {
    match state {
        EntryState::Pending => "pending",
        EntryState::Quarantined => "quarantined",
        EntryState::Valid => "valid",
        EntryState::Void => "void",
    }
}

/// Counts who holds a log: whoever is at our head or past it, and we, unless somebody is past it. A
/// head that is another entry in the place of ours is not ours.
fn holders(ours: Option<Link>, theirs: impl Iterator<Item = Option<Link>>) -> u32 {
    let (mut holders, mut is_whole) = (0, true);
    let place = |link: Option<Link>| link.map(|link| link.seq);
    for link in theirs {
        let is_past = place(link) > place(ours);
        is_whole &= !is_past;
        holders += u32::from(is_past || link.map(|it| it.id) == ours.map(|it| it.id));
    }
    holders + u32::from(is_whole)
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::EntryId;
    use flotilla_domain::id::Hash;

    use super::*;

    #[test]
    fn a_log_is_held_by_who_is_at_its_head() {
        assert_eq!(holders(link(3, b"a"), [link(3, b"a"), link(2, b"a"), None].into_iter()), 2);
        assert_eq!(holders(None, [None, None].into_iter()), 3);
    }

    #[test]
    fn another_entry_in_its_place_is_not_it() {
        assert_eq!(holders(link(3, b"a"), [link(3, b"a"), link(3, b"b")].into_iter()), 2);
    }

    #[test]
    fn we_hold_no_log_of_which_others_have_more() {
        assert_eq!(holders(link(3, b"a"), [link(4, b"a"), link(2, b"a")].into_iter()), 1);
        assert_eq!(holders(None, [link(1, b"a"), None].into_iter()), 2);
    }

    fn link(seq: u64, branch: &[u8]) -> Option<Link> {
        let id = EntryId(Hash::of([branch, &seq.to_be_bytes()]));
        Some(Link { epoch: 1, seq, id })
    }
}
