//! Who is let in: by policy, token, day and revocation; how often; and how many at a time.

use std::net::IpAddr;

use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::policy::Access;
use flotilla_domain::policy::Policy;
use flotilla_domain::preimage::Tag;
use flotilla_domain::scope::Scope;
use flotilla_domain::signed::Signed;
use flotilla_domain::token::Revocation;
use flotilla_domain::token::Token;
use flotilla_view::View;
use flotilla_wire::payload;
use flotilla_wire::sample::CREATED_MS;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use flotilla_wire::token::TokenText;
use tempfile::TempDir;
use tokio::sync::Semaphore;

use super::*;
use crate::clock::Helm;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::ledger::LedgerConfig;
use crate::ledger::fixed;
use crate::minutes::Minutes;
use crate::query::Materialiser;

const BOB: usize = 1;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const FIGURES: Scopes = Scopes::NONE.with(Scope::Aggregates);
const RECORDS: Scopes = Scopes::NONE.with(Scope::Records);

#[tokio::test]
async fn where_everybody_may_read_no_token_is_looked_at() {
    let bench = Bench::new(Access::Public).await;
    for authorization in [None, Some("Bearer nonsense"), Some("")] {
        assert_eq!(bench.ask(authorization, Scopes::ALL).await, Ok(()));
    }
}

#[tokio::test]
async fn a_token_opens_what_it_names_and_nothing_else() {
    let bench = Bench::new(Access::TOKEN).await;
    let token = bench.token(1, FIGURES, Rate::Standard);
    assert_eq!(bench.ask(Some(&token), FIGURES).await, Ok(()));
    assert_eq!(bench.ask(Some(&token.replace("Bearer", "bearer")), FIGURES).await, Ok(()));
    let narrow = bench.ask(Some(&token), FIGURES.and(RECORDS)).await.unwrap_err();
    assert_eq!(narrow, Refusal::Narrow { missing: RECORDS, issuer: "bob".to_owned() });
    assert_eq!(narrow.kind(), Refused::Forbidden);
    let needed = bench.ask(None, FIGURES).await.unwrap_err();
    assert_eq!(needed.kind(), Refused::Unproven);
    assert!(matches!(&needed, Refusal::Needed { members, .. } if members.contains("bob")));
    for nonsense in ["Bearer", "Bearer x", "Basic dTpw", "", &token.replace("-1-", "-2-")] {
        assert_eq!(bench.ask(Some(nonsense), FIGURES).await, Err(Refusal::Unreadable));
    }
}

#[tokio::test]
async fn what_is_public_stays_public_whatever_the_token() {
    let bench = Bench::new(Access::Token { public: FIGURES }).await;
    let token = bench.token(1, RECORDS, Rate::Standard);
    for authorization in [None, Some("Bearer nonsense"), Some(token.as_str())] {
        assert_eq!(bench.ask(authorization, FIGURES).await, Ok(()));
    }
    assert!(bench.ask(None, RECORDS).await.is_err());
    assert_eq!(bench.ask(Some(&token), FIGURES.and(RECORDS)).await, Ok(()));
}

#[tokio::test]
async fn a_token_ends_after_its_last_day() {
    let bench = Bench::new(Access::TOKEN).await;
    let token = bench.token(1, FIGURES, Rate::Standard);
    bench.helm.advance(DAY * 9);
    assert_eq!(bench.ask(Some(&token), FIGURES).await, Ok(()));
    bench.helm.advance(DAY);
    let ended = bench.ask(Some(&token), FIGURES).await.unwrap_err();
    let is_ended = matches!(&ended, Refusal::Untaken { why: InvalidToken::Ended { .. }, issuer }
        if issuer == "bob");
    assert!(is_ended, "{ended:?}");
    bench.helm.set_ms(0);
    let early = bench.ask(Some(&token), FIGURES).await.unwrap_err();
    assert!(matches!(early, Refusal::Untaken { why: InvalidToken::NotYet { .. }, .. }));
}

#[tokio::test]
async fn a_token_ends_when_its_issuers_log_says_so_and_others_go_on() {
    let mut bench = Bench::new(Access::TOKEN).await;
    let (one, other) = (bench.signed(1, FIGURES), bench.signed(2, FIGURES));
    let text = |signed: &Signed| format!("Bearer {}", TokenText::of(signed).reveal());
    assert_eq!(bench.ask(Some(&text(&one)), FIGURES).await, Ok(()));
    bench.revoke(BOB, bench.id(&one)).await;
    let issuer = "bob".to_owned();
    assert_eq!(bench.ask(Some(&text(&one)), FIGURES).await, Err(Refusal::Revoked { issuer }));
    assert_eq!(bench.ask(Some(&text(&other)), FIGURES).await, Ok(()));
    // Nobody ends the tokens of others.
    bench.revoke(0, bench.id(&other)).await;
    assert_eq!(bench.ask(Some(&text(&other)), FIGURES).await, Ok(()));
}

#[tokio::test]
async fn no_token_is_taken_before_revocations_are_known() {
    let bench = Bench::unread(Access::TOKEN);
    let token = bench.token(1, FIGURES, Rate::Standard);
    let later = bench.ask(Some(&token), FIGURES).await.unwrap_err();
    assert_eq!((later.clone(), later.kind()), (Refusal::Later, Refused::Later));
}

#[tokio::test]
async fn one_network_and_one_token_come_at_their_pace() {
    let bench = Bench::new(Access::TOKEN).await;
    let token = bench.token(1, FIGURES, Rate::Standard);
    let (in_hand, every) = STANDARD;
    for number in 0..in_hand {
        let entered = bench.door.enter(network(number), Some(&token)).await;
        entered.unwrap().allows(FIGURES).unwrap();
    }
    // Wherever its bearers come from, they share what it grants.
    let hasty = bench.door.enter(network(9_999), Some(&token)).await.unwrap_err();
    assert_eq!(hasty.kind(), Refused::Often);
    bench.helm.advance(every);
    assert!(bench.door.enter(network(9_999), Some(&token)).await.is_ok());
    for _ in 0..IN_HAND {
        drop(bench.door.enter(network(5), None).await);
    }
    assert_eq!(bench.door.enter(network(5), None).await.unwrap_err(), Refusal::Hasty);
    assert!(bench.door.enter(network(6), None).await.is_ok(), "another network does not notice");
    bench.helm.advance(EVERY);
    assert!(bench.door.enter(network(5), None).await.is_ok());
}

#[tokio::test]
async fn one_network_cannot_take_all_downloads_or_answers() {
    let bench = Bench::new(Access::Public).await;
    let pass = async |number| bench.door.enter(network(number), None).await.unwrap();
    let mallory = pass(1).await;
    let mut held = Vec::new();
    while let Ok(place) = bench.door.downloading(&mallory) {
        held.push(place);
    }
    assert_eq!(held.len(), DOWNLOADS_PER_NETWORK_MAX);
    assert_eq!(bench.door.downloading(&mallory).unwrap_err(), Refusal::Crowded);
    assert!(bench.door.downloading(&pass(2).await).is_ok());
    for number in 2..100 {
        let pass = pass(number).await;
        held.extend(bench.door.downloading(&pass).ok());
    }
    assert_eq!(held.len(), DOWNLOADS_MAX);
    assert_eq!(bench.door.downloading(&pass(200).await).unwrap_err(), Refusal::Later);
    let answers = std::iter::from_fn(|| bench.door.answering(&mallory).ok());
    let answers: Vec<_> = answers.take(ANSWERS_MAX).collect();
    assert_eq!(answers.len(), ANSWERS_PER_NETWORK_MAX);
}

#[test]
fn a_look_at_the_past_that_nobody_waits_for_keeps_its_turn_until_it_is_over() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build();
    runtime.unwrap().block_on(async {
        let bench = Bench::unread(Access::Public);
        let room = Arc::new(Semaphore::new(1));
        let turn = Arc::clone(&room).acquire_owned().await.unwrap();
        let (go_on, waiting) = std::sync::mpsc::channel::<()>();
        // The only thread for such work is busy, so the look at the past has to wait for it.
        let busy = tokio::task::spawn_blocking(move || waiting.recv().is_ok());
        {
            let mut look = Box::pin(bench.door.reader().at_moment(0, turn));
            std::future::poll_fn(|context| {
                assert!(look.as_mut().poll(context).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
        }
        assert_eq!(room.available_permits(), 0, "nobody waits, but the work is still to be done");
        go_on.send(()).unwrap();
        assert!(busy.await.unwrap());
        drop(room.acquire().await.unwrap());
    });
}

/// A door before a ledger, with a clock that is steered.
struct Bench {
    sample: Sample,
    _dir: TempDir,
    ledger: Ledger,
    materialiser: Materialiser,
    helm: Helm,
    door: Doorkeeper,
}

impl Bench {
    async fn new(access: Access) -> Self {
        let mut bench = Self::unread(access);
        bench.materialiser.catch_up().await.unwrap();
        bench
    }

    /// Of which nobody has read the logs yet.
    fn unread(access: Access) -> Self {
        let sample = Sample::with_policy(3, Policy { access, ..Policy::DEFAULT });
        let dir = tempfile::tempdir().unwrap();
        let roster = fixed(Arc::clone(sample.roster()));
        let (ledger, _) = Ledger::open(dir.path(), roster, LedgerConfig::DEFAULT).unwrap();
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let state = minutes.minute().state;
        let view = View::open(&dir.path().join("view"), &crate::query::setting(&state)).unwrap();
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let opened = crate::query::opened(view, ledger.clone(), judge, minutes.follow());
        let (clock, helm) = Clock::steered(CREATED_MS);
        let door = Doorkeeper::new(opened.1, clock);
        Self { sample, _dir: dir, ledger, materialiser: opened.0, helm, door }
    }

    async fn ask(&self, authorization: Option<&str>, scopes: Scopes) -> Result<(), Refusal> {
        self.door.enter(network(1), authorization).await?.allows(scopes)
    }

    /// Returns the header of a token of Bob's that holds for ten days.
    fn token(&self, nonce: u8, scopes: Scopes, rate: Rate) -> String {
        let signed = self.sign(nonce, scopes, rate);
        format!("Bearer {}", TokenText::of(&signed).reveal())
    }

    fn signed(&self, nonce: u8, scopes: Scopes) -> Signed {
        self.sign(nonce, scopes, Rate::Standard)
    }

    fn sign(&self, nonce: u8, scopes: Scopes, rate: Rate) -> Signed {
        let first_day = token::day_of(CREATED_MS);
        let token = Token {
            issuer: self.sample.member(BOB),
            epoch: 1,
            nonce: [nonce; 16],
            scopes,
            rate,
            first_day,
            last_day: first_day + 9,
        };
        let body = flotilla_wire::token::encode(&token);
        let coalition = self.sample.roster().coalition();
        Signed::new(Tag::Token, coalition, body, &Sample::node_key(BOB))
    }

    fn id(&self, signed: &Signed) -> TokenId {
        let coalition = self.sample.roster().coalition();
        TokenId(flotilla_domain::preimage::id(Tag::Token, coalition, &signed.body))
    }

    /// Ends a token in the log of a member that has no entry yet.
    async fn revoke(&mut self, member: usize, token: TokenId) {
        let revocation = Revocation::new([token].into()).unwrap();
        let bytes = payload::pack_revocation(&revocation, [7; SALT_BYTES]).unwrap();
        let payload = Payload::raw(Kind::TokenRevocation, bytes);
        let entry = self.sample.entry(member, None, 1, payload);
        let _appended = self.ledger.append(vec![entry]).await.unwrap();
        self.materialiser.catch_up().await.unwrap();
    }
}

fn network(number: u32) -> Network {
    Network::from(IpAddr::from(number.to_be_bytes()))
}
