//! Following a node: every change once, however often the connection breaks, and as a query at the end has it.

use std::collections::BTreeMap;
use std::fs;

use flotilla_proto::v1;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::hex;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tonic::Code;
use tonic::Status;
use tonic::Streaming;

/// What counts, as a query has it.
const COUNTING: &str = "SELECT id FROM entries WHERE state = 'valid' AND id NOT IN \
    (SELECT hides FROM entries WHERE hides <> '') ORDER BY id";

/// The most that follow from one network.
const FOLLOWERS_PER_NETWORK_MAX: usize = 8;

#[test]
fn every_change_is_told_once_on_whatever_node_and_however_the_connection_breaks() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (coalition.start("alice"), coalition.start("bob"));
    let mut client = Client::default();
    let first = publish(&alice, 1, None);
    client.catch_up(&alice);
    publish(&bob, 2, None);
    publish(&alice, 3, Some(&first));
    wait::until("both hold the same", || alice.snapshot() == bob.snapshot());
    // Another node goes on where the first left off.
    client.catch_up(&bob);
    assert_eq!(client.known, counting(&bob));
    let fourth = publish(&alice, 4, None);
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &fourth, "--reason", "in haste"])
        .well();
    wait::until("both have heard", || alice.snapshot() == bob.snapshot());
    client.catch_up(&bob);
    assert_eq!(client.known, counting(&bob));
    let told = client.told;
    client.catch_up(&alice);
    assert_eq!(client.told, told, "nothing is told twice");
    alice.kill();
    let alice = coalition.start("alice");
    wait::until("it is back", || alice.snapshot() == bob.snapshot());
    client.catch_up(&alice);
    assert_eq!(client.told, told, "nothing is told twice after a restart");
    let superseded = client.fates.get(&first).unwrap();
    assert_eq!(superseded, &["counts", "superseded"]);
}

#[test]
fn what_happens_is_told_as_it_happens_and_the_end_of_the_node_ends_it() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let runtime = runtime();
    let request = v1::FollowRequest { kinds: vec!["practice".to_owned()], ..<_>::default() };
    let mut replies = runtime.block_on(follow(&alice, request)).unwrap();
    let first = runtime.block_on(next(&mut replies)).unwrap().unwrap();
    assert!(first.is_current && first.entries.is_empty());
    alice
        .door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    let id = publish(&alice, 1, None);
    let mut told = Vec::new();
    while told.is_empty() {
        told = runtime.block_on(next(&mut replies)).unwrap().unwrap().entries;
    }
    let entry = &told[0];
    assert_eq!((hex(&entry.entry_id), entry.state.as_str(), told.len()), (id, "counts", 1));
    assert!(alice.stop().success(), "it does not wait for those who follow");
    runtime.block_on(async { while let Ok(Some(_)) = next(&mut replies).await {} });
}

#[test]
fn few_follow_from_one_network_and_what_is_made_up_is_refused() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let runtime = runtime();
    let ask = |request| runtime.block_on(follow(&alice, request));
    let strange = v1::FollowRequest { resume: vec![1, 2, 3], ..<_>::default() };
    assert_eq!(ask(strange).unwrap_err().code(), Code::InvalidArgument);
    let many = v1::FollowRequest { members: vec![String::new(); 257], ..<_>::default() };
    assert_eq!(ask(many).unwrap_err().code(), Code::InvalidArgument);
    let mut following: Vec<_> = (0..FOLLOWERS_PER_NETWORK_MAX)
        .map(|_| ask(v1::FollowRequest::default()).unwrap())
        .collect();
    let refused = ask(v1::FollowRequest { language: "fr".to_owned(), ..<_>::default() });
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted);
    assert!(refused.message().contains("réseau"), "{}", refused.message());
    following.clear();
    wait::until("there is room again", || ask(v1::FollowRequest::default()).is_ok());
}

#[test]
fn the_tool_goes_on_where_it_left_off() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let state = coalition.folder().join("left-off");
    let follow = |more: &[&str]| {
        let words = ["follow", "--once", "--state", state.to_str().unwrap()];
        coalition.run_as("alice", &[more, &words].concat()).well().out
    };
    let first = publish(&alice, 1, None);
    let told = follow(&["--json"]);
    let lines: Vec<Value> = told.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines[0]["entry_id"], first.as_str());
    assert_eq!(lines[0]["state"], "counts");
    assert_eq!(follow(&[]), "");
    publish(&alice, 2, Some(&first));
    let told = follow(&["--lang", "fr"]);
    assert!(told.contains("remplacée") && told.contains("practice 2 compte"), "{told}");
    fs::write(&state, "nonsense").unwrap();
    let words = ["follow", "--once", "--state", state.to_str().unwrap()];
    assert_eq!(coalition.run_as("alice", &words).code, 2);
}

/// Somebody who follows, and hangs up after every look.
#[derive(Default)]
struct Client {
    resume: Vec<u8>,
    known: Vec<String>,
    fates: BTreeMap<String, Vec<String>>,
    told: usize,
}

impl Client {
    /// Is told what there is, and hangs up.
    fn catch_up(&mut self, node: &Node) {
        let runtime = runtime();
        let request = v1::FollowRequest { resume: self.resume.clone(), ..<_>::default() };
        let mut replies = wait::until_some("it can be followed", || {
            runtime.block_on(follow(node, request.clone())).ok()
        });
        runtime.block_on(async {
            while let Some(reply) = next(&mut replies).await.unwrap() {
                for entry in &reply.entries {
                    self.take(entry);
                }
                self.resume = reply.resume;
                if reply.is_current {
                    break;
                }
            }
        });
        self.known.sort();
    }

    fn take(&mut self, entry: &v1::FollowedEntry) {
        let id = hex(&entry.entry_id);
        self.told += 1;
        self.fates.entry(id.clone()).or_default().push(entry.state.clone());
        let known = self.known.iter().position(|it| *it == id);
        match (entry.state.as_str(), known) {
            ("counts", None) => self.known.push(id),
            ("counts", Some(_)) => panic!("{id} counts twice"),
            (_, Some(place)) => drop(self.known.remove(place)),
            (state, None) => panic!("{id} ceased twice: {state}"),
        }
    }
}

fn counting(node: &Node) -> Vec<String> {
    node.rows(COUNTING)
}

/// Publishes a practice, or the next version of one.
fn publish(node: &Node, number: u32, replaces: Option<&str>) -> String {
    let practice = fixtures::practice("A practice", number);
    let practice = match replaces {
        Some(before) => {
            let later = format!("version = 2\nsupersedes = \"{before}\"");
            fixtures::practice("A practice", 1).replace("version = 1", &later)
        }
        None => practice,
    };
    hex(&node.door().publish_practice(&practice).unwrap().entry_ids[0])
}

async fn follow(
    node: &Node,
    request: v1::FollowRequest,
) -> Result<Streaming<v1::FollowReply>, Status> {
    let url = format!("http://{}", node.web());
    let mut client = QueryClient::connect(url).await.unwrap();
    client.follow(request).await.map(tonic::Response::into_inner)
}

/// Waits for the next reply, with a deadline.
async fn next(replies: &mut Streaming<v1::FollowReply>) -> Result<Option<v1::FollowReply>, Status> {
    timeout(wait::PATIENCE, replies.message()).await.expect("a reply in time")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}
