//! One file per noun; each command takes its checked arguments and the context, nothing else.

mod backup;
mod bundle;
mod cite;
pub(crate) mod coalition;
mod entry;
mod explain;
mod export;
mod follow;
mod inbox;
mod init;
mod key;
mod log;
mod member;
mod names;
mod practice;
mod proposal;
mod publish;
mod query;
mod recipe;
mod records;
mod recovery;
mod register;
mod search;
mod sign;
mod status;
mod take_back;
mod template;
mod token;
mod verify;

use crate::args::Bundle;
use crate::args::Coalition;
use crate::args::Command;
use crate::args::Entry;
use crate::args::Publish;
use crate::args::export::Export;
use crate::args::log::Log;
use crate::context::Context;
use crate::failure::CommandError;

/// Does what was asked.
pub(crate) fn run(command: Command, context: &Context) -> Result<(), CommandError> {
    match command {
        Command::Backup(args) => backup::backup(&args, context),
        Command::Bundle(Bundle::Export(args)) => bundle::export(&args, context),
        Command::Bundle(Bundle::Import(args)) => bundle::import(&args, context),
        Command::Bundle(Bundle::Show(args)) => bundle::show(&args.file, context),
        Command::Cite(args) => cite::cite(&args, context),
        Command::Coalition(Coalition::Found(args)) => coalition::found(&args, context),
        Command::Coalition(Coalition::Join(args)) => coalition::join(&args.file, context),
        Command::Coalition(Coalition::Show(args)) => coalition::show(args, context),
        Command::Coalition(Coalition::Sign(args)) => coalition::sign(&args, context),
        Command::Entry(Entry::Cosign(args)) => entry::cosign::cosign(&args, context),
        Command::Entry(Entry::Erase(args)) => take_back::erase(&args, context),
        Command::Entry(Entry::Erasures) => take_back::erasures(context),
        Command::Entry(Entry::Export(args)) => entry::export(&args, context),
        Command::Entry(Entry::List(args)) => entry::list(&args, context),
        Command::Entry(Entry::Retract(args)) => entry::retract::retract(&args, context),
        Command::Entry(Entry::Show(args)) => entry::show(&args, context),
        Command::Entry(Entry::Verify(args)) => entry::verify(&args, context),
        Command::Entry(Entry::Withdraw(args)) => take_back::withdraw(&args, context),
        Command::Explain(args) => explain::explain(&args.code, context),
        Command::Follow(args) => follow::follow(&args, context),
        Command::Export(Export::Lake(args)) => export::lake(&args, context),
        Command::Inbox(args) => inbox::inbox(&args, context),
        Command::Init(args) => init::init(args, context),
        Command::Key(command) => key::run(command, context),
        Command::Log(Log::Settle(args)) => log::settle(&args, context),
        Command::Member(command) => member::run(command, context),
        Command::PrivacyRegister(args) => register::register(&args, context),
        Command::Names(command) => names::run(command, context),
        Command::Practice(command) => practice::run(command, context),
        Command::Proposal(command) => proposal::run(command, context),
        Command::Publish(Publish::Metrics(args)) => publish::metrics(&args, context),
        Command::Publish(Publish::Practice(args)) => publish::practice(&args, context),
        Command::Query(args) => query::query(&args, context),
        Command::Recipe(command) => recipe::run(command, context),
        Command::Restore(args) => backup::restore(&args, context),
        Command::Records(args) => records::records(&args, context),
        Command::Recovery(command) => recovery::run(command, context),
        Command::Search(args) => search::search(args, context),
        Command::Sign(args) => sign::sign(args, context),
        Command::Status => status::status(context),
        Command::Template(command) => template::run(command, context),
        Command::Token(command) => token::run(command, context),
        Command::Verify(args) => verify::verify(&args, context),
    }
}
