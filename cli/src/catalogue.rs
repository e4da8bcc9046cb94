//! The catalogue of a new coalition: the standard one, and what the founders add to it.

use std::fs;
use std::path::Path;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;
use flotilla_gate::codebook;
use flotilla_gate::problem::Problems;
use flotilla_text::Texts;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// Returns the standard catalogue, together with the additions in the file `additions`.
pub(crate) fn read(additions: Option<&Path>, texts: &Texts) -> Result<Catalogue, CommandError> {
    let Some(path) = additions else {
        return codebook::standard().map_err(|problems| refused(&problems, texts));
    };
    let text = fs::read_to_string(path).map_err(|error| Failure::read(path, error))?;
    codebook::with_additions(&text).map_err(|problems| refused(&problems, texts))
}

/// Lists everything that is wrong, each thing with its number, its place and its remedy.
fn refused(problems: &Problems, texts: &Texts) -> CommandError {
    let failure = Failure::new(Exit::Invalid, Message::new("cli-catalogue-refused"));
    let details = problems.iter().map(|problem| {
        Message::new("cli-problem")
            .word("code", problem.code)
            .word("place", texts.say(&problem.place))
            .word("text", texts.say(&problem.what))
            .word("remedy", texts.say(&problem.remedy))
    });
    details.fold(failure, Failure::detail).into()
}
