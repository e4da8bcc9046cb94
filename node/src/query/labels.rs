//! What codes are called, from the catalogue and the roster.

use flotilla_answer::labels::Names;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_text::Language;
use flotilla_text::Texts;

/// Returns what the codes of a column are called, if it holds codes.
pub(super) fn names(column: &str, roster: &Roster, language: Language) -> Option<Names> {
    let catalogue = roster.catalogue();
    let said = |label: &Label| match language {
        Language::English => label.en.clone(),
        Language::French => label.fr.clone(),
    };
    match column {
        "indicator" => {
            let all = catalogue.indicators().chain(catalogue.own_parts());
            Some(all.map(|it| (it.code.clone(), said(&it.title))).collect())
        }
        "member" => {
            let named = |it: &Member| (it.handle().to_owned(), it.document.name.clone());
            Some(roster.everyone().map(named).collect())
        }
        list => {
            let codes = catalogue.list(list)?.codes.iter();
            let codes = codes.map(|(code, it)| (code.clone(), said(&it.label)));
            let total = Texts::new(language).text("node-label-total");
            Some(codes.chain([(TOTAL.to_owned(), total)]).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use flotilla_wire::sample::Sample;

    use super::*;

    #[test]
    fn what_has_codes_has_names_for_them() {
        let sample = Sample::new(1);
        let roster = sample.roster();
        let names = |column| names(column, roster, Language::French);
        let catalogue = roster.catalogue();
        let list = catalogue.lists().next().unwrap();
        assert_eq!(names(&list.name).unwrap()[TOTAL], "Ensemble");
        let indicator = catalogue.indicators().next().unwrap();
        assert_eq!(names("indicator").unwrap()[&indicator.code], indicator.title.fr);
        assert_eq!(names("member").unwrap().len(), 1);
        assert_eq!(names("period"), None);
    }
}
