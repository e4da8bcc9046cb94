//! Compiles the `.proto` files without `protoc`, and keeps the descriptor set for reflection.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use prost::Message;

/// The contract, one file per subject.
const FILES: [&str; 11] = [
    "signed",
    "coalition",
    "governance",
    "entry",
    "steward",
    "token",
    "sync",
    "bundle",
    "publish",
    "admin",
    "query",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let files = FILES.map(|name| format!("proto/flotilla/v1/{name}.proto"));
    let descriptors = protox::compile(files, ["proto"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("flotilla.v1.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
