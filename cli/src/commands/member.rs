//! `flotilla member …`: who belongs. Whoever joins or leaves is decided by votes; see
//! [`crate::propose`].
//!
//! Both sides accept: the newcomer by `coalition join`, the coalition by `member admit`, after somebody
//! heard the digits or the words of the fingerprint by telephone.

mod admit;
mod recover;
mod remove;
mod request;
mod show;

use crate::args::member::Member;
use crate::context::Context;
use crate::failure::CommandError;

pub(crate) use self::request::inception;
pub(crate) use self::show::epoch_shapes;
pub(crate) use self::show::epochs;

/// Does what was asked.
pub(crate) fn run(command: Member, context: &Context) -> Result<(), CommandError> {
    match command {
        Member::Admit(args) => admit::admit(&args, context),
        Member::List(from) => show::list(&from, context),
        Member::Recover(args) => recover::recover(&args, context),
        Member::Remove(args) => remove::remove(&args, context),
        Member::Request(args) => request::request(&args, context),
        Member::Show(args) => show::show(&args, context),
    }
}
