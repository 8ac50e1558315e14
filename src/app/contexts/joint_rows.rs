//! The rows of the joint table: those of the lists of its members, and a notice for each member without any.

use serde_json::Value;

use crate::app::App;
use crate::app::contexts::ContextState;
use crate::app::contexts::joint::{joint_id, pool_of};
use crate::app::remote::Remote;
use crate::app::requests::Requests;
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::screen::list_row::ListRow;
use crate::config::{Facts, Policy, Rules};
use crate::keymap::named;
use crate::message::{ContextChoice, ContextId};
use crate::resource::finding::FINDING;
use crate::resource::tables::joint::{JOINED, JOINT, JOINT_ID};
use crate::resource::{DisplayValue, Document, Key, Kind, Risk, Severity};

impl ContextState {
    fn policy<'a>(&self, rules: &'a Rules, pool: Option<&str>) -> Policy<'a> {
        rules.policy(&Facts {
            account: self.caller.as_ref().map(|caller| caller.account.as_str()),
            profile: self.named_profile(),
            region: self.region(),
            pool,
        })
    }

    fn named_profile(&self) -> Option<&str> {
        self.connection.profile.as_deref().or(self.mark.choice.profile.as_deref())
    }

    fn region(&self) -> Option<&str> {
        self.connection.region.as_deref().or(self.mark.choice.region.as_deref())
    }

    /// "prod · eu-west-1".
    pub fn words(&self) -> String {
        let profile = self.named_profile().map(str::to_owned);
        ContextChoice { profile, region: self.region().map(str::to_owned) }.words()
    }

    /// What the columns of the context say, with the names of the members that a filter may look for.
    fn told(&self, policy: &Policy<'_>) -> [(&'static str, DisplayValue); 2] {
        let badge = policy.badge.map(|(word, _)| word);
        let read_only = policy.read_only.map(|_| "read-only");
        let profile = Some(self.named_profile().unwrap_or("default"));
        let profile: Vec<_> = [profile, badge, read_only].into_iter().flatten().collect();
        let region = self.region().map_or_else(
            || DisplayValue::Unset("…".to_owned()),
            |region| DisplayValue::Text(region.to_owned()),
        );
        [("Profile", DisplayValue::Text(profile.join(" · "))), ("Region", region)]
    }

    fn row(&self, row: &ListRow, kind: &Kind, rules: &Rules) -> ListRow {
        let policy = self.policy(rules, pool_name(kind, &row.listed));
        let mut listed = row.listed.clone();
        let id = joint_id(self.id(), row.listed.text(kind.id_path).unwrap_or_default());
        listed.set(JOINT_ID, Some(Value::from(id)));
        ListRow::joint(row, listed, self.told(&policy))
    }

    /// The row that says why there is no other one, or why those may be old.
    fn notice(&self, list: &List, joint: &Kind, rules: &Rules, requests: &Requests) -> Option<ListRow> {
        let quiet = |words: &str| DisplayValue::Unset(words.to_owned());
        let words = match &list.load {
            Remote::Ready(()) if list.is_empty() => quiet(&format!("no {}", joint.plural.to_lowercase())),
            Remote::NotAsked | Remote::Loading(_) if list.is_empty() => {
                let request = list.load.request().and_then(|id| requests.get(id));
                let note = request.and_then(|request| request.note.as_deref());
                quiet(&format!("… {}", note.unwrap_or("loading")))
            }
            Remote::Failed(error) if list.is_empty() => DisplayValue::Text(format!("✗ {}", error.why())),
            Remote::Failed(error) => DisplayValue::Text(format!("✗ not refreshed: {}", error.why())),
            Remote::Stopped if list.is_empty() => quiet("loading stopped"),
            Remote::Stopped => quiet("loading stopped: incomplete or old"),
            Remote::Ready(()) | Remote::NotAsked | Remote::Loading(_) => return None,
        };
        Some(self.notice_row(joint, words, rules))
    }

    fn notice_row(&self, joint: &Kind, words: DisplayValue, rules: &Rules) -> ListRow {
        let mut listed = Document::default();
        listed.set(JOINT_ID, Some(Value::from(self.id().0.to_string())));
        ListRow::notice(joint, listed, words, self.told(&self.policy(rules, None)))
    }

    /// The row that says how far the scan of the context is, unless that is complete and found something.
    fn scan_notice(&self, list: &List, joint: &Kind, rules: &Rules) -> Option<ListRow> {
        let nothing = || list.is_empty().then(|| DisplayValue::Unset("no findings".to_owned()));
        let words = self.audit.in_short().or_else(nothing)?;
        Some(self.notice_row(joint, words, rules))
    }
}

/// The name of the pool that a row is, by which rules hold.
fn pool_name<'a>(kind: &Kind, listed: &'a Document) -> Option<&'a str> {
    kind.name_of(listed).filter(|_| *kind != FINDING)
}

/// The place of a finding among those of all contexts: the worst come first, and accepted ones last.
fn rank_of_finding(row: &ListRow) -> std::cmp::Reverse<Option<Severity>> {
    std::cmp::Reverse(row.listed.text("Severity").and_then(Severity::of_word))
}

impl App {
    /// The kind of what the joint table shows: that of pools, or of findings.
    pub(super) fn joint_kind(&self) -> &'static Kind {
        JOINED[self.screen().active.min(JOINED.len() - 1)]
    }

    /// Makes the rows of the joint table anew, if its members may have changed.
    pub(crate) fn list_joint(&mut self) {
        if !self.is_joint() || !std::mem::take(&mut self.is_joint_unlisted) {
            return;
        }
        let tab = self.screen().active;
        let Some(joint) = JOINT.get(tab) else { return };
        let of_findings = *self.joint_kind() == FINDING;
        if of_findings {
            self.list_findings_of_members();
        }
        let (kind, rules) = (self.joint_kind(), &self.options.config.rules);
        let mut load = Remote::Ready(());
        let mut rows = Vec::new();
        for member in self.members() {
            let Some(list) = member.home_list(tab) else { continue };
            if let Some(id) = list.load.request() {
                load = Remote::Loading(id);
            }
            rows.extend(if of_findings {
                member.scan_notice(list, joint, rules)
            } else {
                member.notice(list, joint, rules, &self.requests)
            });
            rows.extend(list.rows().iter().map(|row| member.row(row, kind, rules)));
        }
        if of_findings {
            rows.sort_by_key(|row| (!row.is_notice, rank_of_finding(row)));
        }
        if let Some(list) = self.screen_mut().list_mut() {
            list.load = load;
            list.replace_rows(rows);
        }
    }

    /// The context of the chosen row of the joint table, and its pool; a notice has none.
    pub(super) fn chosen_member(&self) -> Option<(ContextId, Option<Key>)> {
        let id = self.list().filter(|_| self.is_joint())?.chosen_key()?.id;
        Some(match pool_of(&id) {
            Some((context, pool)) => (context, Some(Key::top(self.joint_kind(), pool))),
            None => (ContextId(id.parse().ok()?), None),
        })
    }

    /// The context of a joint row, and its pool.
    pub(crate) fn joined(&self, row: &Key) -> Option<(&ContextState, Key)> {
        let at = JOINT.iter().position(|kind| *kind == row.kind)?;
        let (context, pool) = pool_of(&row.id)?;
        let state = self.parked.iter().find(|other| other.mark.id == context)?;
        Some((state, Key::top(JOINED[at], pool)))
    }

    /// The resource that a row stands for.
    pub fn resource_of(&self, row: &Key) -> Key {
        self.joined(row).map_or_else(|| row.clone(), |(_, key)| key)
    }

    /// What the rules say about the pool of a joint row.
    pub fn policy_of_row(&self, row: &ListRow) -> Policy<'_> {
        let key = self.list().and_then(|list| list.key.row(&row.listed));
        match key.and_then(|key| self.joined(&key)) {
            Some((member, key)) => {
                member.policy(&self.options.config.rules, pool_name(key.kind, &row.listed))
            }
            None => Policy::default(),
        }
    }

    /// The findings of a row in numbers, by which lists are sorted.
    pub(crate) fn risk_in_total(&self, row: &Key) -> Option<Risk> {
        match self.joined(row) {
            Some((member, key)) => member.totals.get(&key).copied(),
            None => self.totals.get(row).copied(),
        }
    }

    /// The findings of everything that was read, worst first, and the number of resources with checks.
    pub fn counted_findings(&self) -> (Vec<(Severity, usize)>, usize) {
        let totals: Vec<_> =
            std::iter::once(&self.totals).chain(self.members().map(|member| &member.totals)).collect();
        let count = |severity: Severity| -> usize {
            let its = totals.iter().flat_map(|totals| totals.counts());
            its.filter(|(other, _)| *other == severity).map(|(_, count)| count).sum()
        };
        let counts = Severity::WORST_FIRST.map(|severity| (severity, count(severity)));
        let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        (counts, totals.iter().map(|totals| totals.read()).sum())
    }

    /// What the footer says at a row of the joint table.
    pub fn joint_note(&self) -> Option<String> {
        let (context, _) = self.chosen_member()?;
        let member = self.members().find(|member| member.id() == context)?;
        let error = member.home_list(self.screen().active).and_then(|list| list.load.error());
        let open = named::open();
        if let Some(error) = error {
            let hint = error.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
            return Some(format!("{}: {}.{hint} {open} goes there.", member.words(), error.summary));
        }
        let text = self.list().and_then(List::chosen).and_then(|row| row.listed.text("Text"));
        if let Some(text) = text {
            return Some(format!("{}: {text} {open} goes there.", member.words()));
        }
        if let Some(words) = member.audit.in_short().filter(|_| *self.joint_kind() == FINDING) {
            let words = words.text(false).trim_end_matches('.');
            return Some(format!("{}: {words}. {open} goes there.", member.words()));
        }
        let caller = member.caller.as_ref();
        let account = caller.map(|caller| format!(" · {} {}", caller.account, caller.name()));
        let account = account.unwrap_or_default();
        Some(format!("{}{account}. Keys that act on a row go there.", member.words()))
    }

    /// "dev · eu-west-1, prod · us-east-1".
    pub fn members_in_words(&self) -> String {
        self.members().map(ContextState::words).collect::<Vec<_>>().join(", ")
    }
}

impl Screen {
    /// The joint table at one of its tabs.
    pub(super) fn joint(tab: usize) -> Self {
        let tabs = (1..).zip(JOINT).map(|(number, kind)| Self::list_tab(number, kind.plural, kind));
        Self { key: None, name: String::new(), tabs: tabs.collect(), active: tab.min(JOINT.len() - 1) }
    }
}
