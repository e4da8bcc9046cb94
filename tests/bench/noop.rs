//! What it costs two nodes of sixty members that are equal, and have met before, to find out.
//!
//! A connection is set up once and lasts for days, so two numbers are told: all that passes from the
//! first byte of a new connection (`connection_…`), and that without what TLS and HTTP/2 take to be
//! set up, which is measured by a connection on which nothing is asked (`setup_…`). The rest is the
//! exchange itself.

use std::sync::Arc;
use std::time::Duration;

use flotilla_node::identity::Signer;
use flotilla_node::identity::Tls;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;
use tonic::transport::Endpoint;
use zeroize::Zeroizing;

use crate::coalition;
use crate::coalition::Coalition;
use crate::figures;
use crate::node::DEADLINE;
use crate::node::Node;
use crate::relay::Passed;
use crate::relay::Relay;
use crate::store;
use crate::usage::median;

/// How many members the coalition has, each with a log.
const MEMBERS: usize = 60;

/// Nothing more is said when nothing was said for this long.
const PAUSE: Duration = Duration::from_millis(400);

/// Measures, `runs` times.
pub(crate) fn measure(runs: usize) -> Value {
    let coalition = Coalition::new(MEMBERS, 1);
    let logs: Vec<_> = (0..MEMBERS).map(|it| figures::log(&coalition, it, 1)).collect();
    let dir = tempfile::tempdir().expect("a scratch folder");
    let home = coalition.home(0, &dir.path().join("0"), Vec::new());
    store::fill(&coalition, &home, &logs);
    let sender = Node::start(&home);
    let mut whole = Vec::new();
    let mut setup = Vec::new();
    for run in 0..runs {
        let relay = Relay::start(&sender.peers_address()).expect("a port");
        relay.open();
        setup.push(connect(&coalition, &relay));
        let relay = Relay::start(&sender.peers_address()).expect("a port");
        let dir = dir.path().join(format!("1-{run}"));
        let home = coalition.home(1, &dir, vec![relay.address()]);
        store::fill(&coalition, &home, &logs);
        let receiver = Node::start(&home);
        assert_eq!(receiver.snapshot(), sender.snapshot(), "they are equal before they speak");
        relay.wait_dialed(DEADLINE);
        relay.open();
        // At their first meeting they exchange receipts; from then on they have nothing to say.
        let _first = relay.settled(PAUSE);
        receiver.stop();
        relay.forget();
        let receiver = Node::start(&home);
        whole.push(relay.settled(PAUSE));
        assert!(receiver.is_in_sync(), "they know they are equal");
        receiver.stop();
    }
    sender.stop();
    told(&whole, &setup)
}

fn told(whole: &[Passed], setup: &[Passed]) -> Value {
    let middle = |of: &[Passed], pick: fn(&Passed) -> f64| median(of.iter().map(pick));
    let both = |pick| (middle(whole, pick), middle(setup, pick));
    let (connection_bytes, setup_bytes) = both(|it| it.bytes as f64);
    let (connection_turns, setup_turns) = both(|it| it.turns as f64);
    let (connection_s, setup_s) = both(|it| it.seconds);
    json!({
        "members": MEMBERS,
        "wire_bytes": connection_bytes - setup_bytes,
        "round_trips": ((connection_turns - setup_turns) / 2.0).ceil(),
        "wall_ms": (connection_s - setup_s) * 1e3,
        "connection_bytes": connection_bytes,
        "connection_round_trips": (connection_turns / 2.0).ceil(),
        "connection_ms": connection_s * 1e3,
        "setup_bytes": setup_bytes,
        "setup_ms": setup_s * 1e3,
    })
}

/// Sets up TLS and HTTP/2 as the receiver would, asks nothing, and hangs up.
fn connect(coalition: &Coalition, relay: &Relay) -> Passed {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let roster = watch::channel(Arc::clone(coalition.roster())).1;
        let seed = Zeroizing::new(coalition::node_seed(1));
        let signer = Signer::new(&seed, String::new(), roster.clone());
        let tls = Tls::new(&signer, roster).expect("TLS 1.3");
        let address = relay.address();
        let connector = tower::service_fn(move |_| {
            let (tls, address) = (tls.clone(), address.clone());
            async move { tls.connect(address).await.map(TokioIo::new) }
        });
        let endpoint = Endpoint::from_static("http://flotilla.local");
        let channel = endpoint.connect_with_connector(connector).await.expect("a connection");
        tokio::time::sleep(PAUSE).await;
        let passed = relay.passed();
        drop(channel);
        passed
    })
}
