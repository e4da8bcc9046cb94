//! What this machine can do at all, measured in the same run, so that a figure can be judged.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use flotilla_domain::id::Hash;
use flotilla_node::identity::Signer;
use flotilla_node::identity::Tls;
use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::coalition;
use crate::coalition::Coalition;
use crate::usage::median;

/// What is hashed, sent and written.
const BYTES: usize = 128 << 20;

/// What is sent or written at once.
const CHUNK_BYTES: usize = 64 << 10;

/// How many signatures are verified, and how many appends are made durable.
const TIMES: usize = 1_000;

/// Measures everything, `runs` times each.
pub(crate) fn measure(runs: usize) -> Value {
    let middle = |of: fn() -> f64| median((0..runs).map(|_| of()));
    json!({
        "sha256_bytes_per_s": middle(sha256),
        "verify_strict_per_s": middle(verify),
        "tls_loopback_bytes_per_s": middle(tls),
        "fdatasync_us": middle(sync),
        "sequential_write_bytes_per_s": middle(write),
    })
}

fn sha256() -> f64 {
    let chunk = vec![7; CHUNK_BYTES];
    per_second(BYTES, || {
        let _hash = Hash::of((0..BYTES / CHUNK_BYTES).map(|_| chunk.as_slice()));
    })
}

fn verify() -> f64 {
    let key = coalition::node_key(0);
    let message = [7; 300];
    let (public, signature) = (key.public(), key.sign(&message));
    per_second(TIMES, || (0..TIMES).for_each(|_| assert!(public.verifies(&message, &signature))))
}

fn tls() -> f64 {
    let coalition = Coalition::new(2, 0);
    let ends = [0, 1].map(|index| {
        let roster = watch::channel(Arc::clone(coalition.roster())).1;
        let seed = Zeroizing::new(coalition::node_seed(index));
        let signer = Signer::new(&seed, String::new(), roster.clone());
        Tls::new(&signer, roster).expect("TLS 1.3")
    });
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(transfer(ends))
}

async fn transfer([server, client]: [Tls; 2]) -> f64 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("a port");
    let receiver = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.expect("a connection");
        let mut stream = server.accept(tcp).await.expect("a handshake");
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut left = BYTES;
        while left > 0 {
            left -= stream.read(&mut buffer).await.expect("bytes").max(1);
        }
        Instant::now()
    });
    let mut stream = client.connect(address).await.expect("a handshake");
    let chunk = vec![7; CHUNK_BYTES];
    let began = Instant::now();
    for _ in 0..BYTES / CHUNK_BYTES {
        stream.write_all(&chunk).await.expect("bytes");
    }
    stream.flush().await.expect("bytes");
    let ended = receiver.await.expect("a receiver");
    BYTES as f64 / (ended - began).as_secs_f64()
}

fn sync() -> f64 {
    let mut file = tempfile::tempfile().expect("a scratch file");
    median((0..TIMES).map(|_| {
        file.write_all(&[7; 4_096]).expect("room");
        let began = Instant::now();
        file.sync_data().expect("a disk");
        began.elapsed().as_secs_f64() * 1e6
    }))
}

fn write() -> f64 {
    let mut file: File = tempfile::tempfile().expect("a scratch file");
    let chunk = vec![7; CHUNK_BYTES];
    per_second(BYTES, || {
        (0..BYTES / CHUNK_BYTES).for_each(|_| file.write_all(&chunk).expect("room"));
        file.sync_data().expect("a disk");
    })
}

fn per_second(amount: usize, work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    amount as f64 / began.elapsed().as_secs_f64()
}
