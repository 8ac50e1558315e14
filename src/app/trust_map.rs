//! The trust map of a resource: what uses it and what it uses, as a tree. It is made of what was read, and
//! the scan of all pools reads the rest.

use crate::app::App;
use crate::app::audit::AuditStage;
use crate::app::references::References;
use crate::app::screen::{Body, Screen};
use crate::history::HistoryEntry;
use crate::keymap::named;
use crate::message::Effect;
use crate::resource::display::detail_rows::{DetailRow, Standing};
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;
use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, ROLE, USER_POOL};
use crate::resource::{Key, Kind, Reference};

/// How many steps the tree goes away from its resource.
const DEEPEST: usize = 4;

/// A resource at a place of the tree, and what it has to do with the one above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapNode {
    pub key: Key,
    /// "offers it", "gives it to guests".
    pub words: String,
}

impl References {
    /// What uses a resource: each with its words, in the order in which it is shown. A part stands for the
    /// whole.
    pub fn used_by(&self, about: &Key) -> Vec<MapNode> {
        let mut referrers: Vec<_> = self.referrers(about).collect();
        referrers.sort_by_key(|(owner, _)| owner.kind.id);
        let nodes = referrers.into_iter().map(|(owner, references)| MapNode {
            key: whole(owner),
            words: words(&references, |reference| reference.relation.does),
        });
        self.in_order(nodes.collect())
    }

    /// What a resource and its parts refer to.
    pub fn uses(&self, about: &Key) -> Vec<MapNode> {
        let parts = about.kind.inner_kinds().filter(|kind| kind.whole() == about.kind && kind.is_part());
        let keys = std::iter::once(about.kind).chain(parts).map(|kind| Key { kind, ..about.clone() });
        let references: Vec<&Reference> =
            keys.filter_map(|key| self.get(&key)).flat_map(|read| &read.refers_to).collect();
        let mut nodes: Vec<MapNode> = Vec::new();
        for reference in references.iter().filter(|reference| !reference.relation.is.is_empty()) {
            for to in self.each(&reference.to) {
                let same = |other: &&&Reference| other.to == reference.to;
                let all: Vec<&Reference> = references.iter().filter(same).copied().collect();
                nodes.push(MapNode { key: to, words: words(&all, |reference| reference.relation.is) });
            }
        }
        self.in_order(nodes)
    }

    /// The resource of a reference, or those of the list that it is to.
    fn each(&self, to: &Key) -> Vec<Key> {
        if !to.id.is_empty() {
            return vec![to.clone()];
        }
        let parent = to.kind.parent.zip(to.outermost_parent()).map(|(kind, id)| Key::top(kind(), id));
        let of_parent =
            parent.and_then(|parent| self.get(&parent)).into_iter().flat_map(|read| &read.refers_to);
        let found: Vec<_> =
            of_parent.map(|one| one.to.clone()).filter(|one| one.list() == to.list()).collect();
        found.into_iter().filter(|one| !one.id.is_empty()).collect()
    }

    /// By kind and name, each once, with all of its words.
    fn in_order(&self, nodes: Vec<MapNode>) -> Vec<MapNode> {
        let mut merged: Vec<MapNode> = Vec::new();
        for node in nodes {
            match merged.iter_mut().find(|other| other.key == node.key) {
                Some(other) => {
                    for words in node.words.split("; ") {
                        if !other.words.split("; ").any(|known| known == words) {
                            other.words = format!("{}; {words}", other.words);
                        }
                    }
                }
                None => merged.push(node),
            }
        }
        merged.sort_by_cached_key(|node| {
            (node.key.kind.id, self.name(&node.key).to_lowercase(), node.key.way())
        });
        merged
    }

    /// The name of a resource as last read, or its id; of a role, what comes after its account.
    pub fn name<'a>(&'a self, key: &'a Key) -> &'a str {
        match self.get(key) {
            Some(read) if *key.kind != ROLE => &read.name,
            _ => key.short_id(),
        }
    }

    /// What is below a resource among those that use the root. Behind an identity pool are the roles that
    /// it hands out; below a role, the app clients that get it.
    fn branches(&self, node: &Key, root: &Key) -> Vec<MapNode> {
        if *node.kind != IDENTITY_POOL {
            return self.used_by(node);
        }
        let is_below = |below: &MapNode| match root.kind {
            kind if *kind == ROLE => *below.key.kind == CLIENT,
            kind if *kind == USER_POOL => {
                let is_of_root = below.key.outermost_parent() == Some(root.id.as_str());
                *below.key.kind == ROLE || *below.key.kind == CLIENT && is_of_root
            }
            _ => *below.key.kind == ROLE,
        };
        self.uses(node).into_iter().filter(is_below).collect()
    }

    /// Everything that uses a resource, with the number of steps between them and the way there.
    fn all_that_use(&self, root: &Key) -> Vec<(Vec<Key>, MapNode)> {
        let mut found = Vec::new();
        let mut way = vec![root.clone()];
        self.collect(&mut way, root, &mut found);
        found
    }

    fn collect(&self, way: &mut Vec<Key>, root: &Key, found: &mut Vec<(Vec<Key>, MapNode)>) {
        let Some(here) = way.last().cloned().filter(|_| way.len() <= DEEPEST) else { return };
        let is_client = way.len() > 2 && *here.kind == CLIENT;
        let is_leaf = way.len() > 1 && *here.kind == ROLE
            || is_client && way.iter().any(|key| *key.kind == IDENTITY_POOL);
        if is_leaf {
            return;
        }
        let below = if way.len() == 1 { self.used_by(&here) } else { self.branches(&here, root) };
        for node in below.into_iter().filter(|node| !way.contains(&node.key)).collect::<Vec<_>>() {
            found.push((way.clone(), node.clone()));
            way.push(node.key);
            self.collect(way, root, found);
            way.pop();
        }
    }
}

/// The words of references, each once: `calls back https://a.example/cb; signs out to https://a.example`.
fn words(references: &[&Reference], of: impl Fn(&Reference) -> &'static str) -> String {
    let mut all: Vec<String> = Vec::new();
    for reference in references.iter().filter(|reference| !of(reference).is_empty()) {
        let words = [of(reference), reference.text.as_str()].join(" ").trim_end().to_owned();
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all.join("; ")
}

/// The key of the resource on whose tab a part is.
fn whole(key: &Key) -> Key {
    Key { kind: key.kind.whole(), ..key.clone() }
}

/// The resource itself, or the nearest one around it that has a trust map.
fn nearest(key: &Key) -> Option<Key> {
    let key = whole(key);
    if key.kind.related.is_mapped {
        return Some(key);
    }
    let parent: &'static Kind = key.kind.parent?();
    let (id, parents) = key.parents.split_last()?;
    nearest(&Key { kind: parent, parents: parents.to_vec(), id: id.clone() })
}

impl App {
    /// The resource whose trust map the cursor leads to: what the chosen row names, or the resource around
    /// it. With a row that names several, the row of its own map to choose: that of the first one.
    pub(crate) fn mapped(&self) -> Option<(Key, Option<Key>)> {
        let finding = self.chosen_row_finding().map(|(key, _)| key);
        let recorded = || HistoryEntry::record_of(self.chosen_entry()?)?.key();
        let mut first = None;
        let chosen = finding.or_else(recorded).or_else(|| match self.screen().body() {
            Body::List(list) => list.chosen_key(),
            Body::Details(details) if details.trust_map.is_some() => details.chosen()?.link.clone(),
            Body::Details(details) => {
                let row = details.chosen();
                let section = details.section()?;
                let named = row.map(|row| self.named_in_row(&section.key, row)).unwrap_or_default();
                if named.len() > 1 {
                    first = named.into_iter().next();
                    return Some(section.key.clone());
                }
                let named = named.into_iter().next();
                named.or_else(|| row?.link.clone()).or_else(|| Some(section.key.clone()))
            }
        });
        let around = || self.screen().key.as_ref().and_then(nearest);
        chosen.as_ref().and_then(nearest).or_else(around).map(|key| (key, first))
    }

    /// What the value of a row refers to; a row can have several short values.
    fn named_in_row(&self, key: &Key, row: &DetailRow) -> Vec<Key> {
        if matches!(row.value, DisplayValue::Secret(_)) {
            return Vec::new();
        }
        let values = row.copy.as_deref().unwrap_or_else(|| row.value.text(false)).lines();
        let references = self.references.get(key).map(|read| read.refers_to.as_slice()).unwrap_or_default();
        let named = |value: &str| {
            let is_it = |reference: &&Reference| reference.to.id == value || reference.text == value;
            references.iter().find(is_it).filter(|_| !value.is_empty()).map(|reference| reference.to.clone())
        };
        let mut named: Vec<_> = values.filter_map(named).collect();
        named.dedup();
        named
    }

    pub(crate) fn open_map(&mut self) -> Vec<Effect> {
        let Some((key, row)) = self.mapped() else { return vec![] };
        let is_shown = matches!(self.screen().body(), Body::Details(details)
            if details.trust_map.is_some() && self.screen().key.as_ref() == Some(&key));
        if is_shown {
            return vec![];
        }
        // A row of a list has a name before anything is read.
        let listed = self.screen().target().filter(|(target, _)| *target == key).map(|(_, name)| name);
        let name = listed.unwrap_or_else(|| self.references.name(&key).to_owned());
        let effects = self.show(Screen::trust_map(key, name));
        self.show_map();
        if let (Body::Details(details), Some(row)) = (self.screen_mut().body_mut(), row) {
            let place = details.rows().position(|shown| shown.link.as_ref() == Some(&row));
            if let Some(place) = place {
                details.choose(place);
            }
        }
        effects
    }

    /// Makes the rows of the shown trust map anew once more was read.
    pub(crate) fn show_map(&mut self) {
        let now = (self.references.revision, self.audit.has_read_all_pools());
        let Body::Details(details) = self.screen().body() else { return };
        let Some(section) = details.sections.first() else { return };
        if details.trust_map.is_none_or(|shown| shown == Some(now)) {
            return;
        }
        let rows = self.map_rows(&section.key);
        if let Body::Details(details) = self.screen_mut().body_mut() {
            details.show_map(rows, now);
        }
    }

    fn map_rows(&self, root: &Key) -> Vec<DetailRow> {
        let mut rows = vec![heading("Used by")];
        for (way, node) in self.references.all_that_use(root) {
            rows.push(self.map_row(&node, way.len() - 1, root));
        }
        if rows.len() == 1 {
            let none = if self.audit.has_read_all_pools() {
                "nothing in the pools of this account and region"
            } else {
                "nothing in what was read so far"
            };
            rows.push(fact("—", DisplayValue::Unset(none.to_owned()), 0));
        }
        let uses = self.references.uses(root);
        let is_unread = refers(root.kind) && self.references.get(root).is_none();
        if is_unread || !uses.is_empty() {
            rows.push(heading("Uses"));
        }
        if is_unread {
            rows.push(fact("…", DisplayValue::Unset(format!("the {} is not read yet", root.kind.name)), 0));
        }
        for node in uses {
            let below = self.references.uses(&node.key);
            rows.push(self.map_row(&node, 0, root));
            // What an app client offers decides who gets in.
            let is_shown = |below: &MapNode| *node.key.kind == CLIENT && *below.key.kind == PROVIDER;
            rows.extend(
                below.iter().filter(|below| is_shown(below)).map(|below| self.map_row(below, 1, root)),
            );
        }
        rows
    }

    fn map_row(&self, node: &MapNode, depth: usize, root: &Key) -> DetailRow {
        let key = &node.key;
        let pool =
            key.outermost_parent().filter(|pool| root.outermost_parent() != Some(pool) && root.id != *pool);
        let pool = pool.map(|pool| format!(" of {}", self.references.name(&Key::top(&USER_POOL, pool))));
        let account = key.id.split(':').nth(4).filter(|_| *key.kind == ROLE);
        let account = account.map(|account| format!(" in {account}"));
        let is_unread = refers(key.kind) && self.references.get(key).is_none();
        let unread = if is_unread { " (not read)" } else { "" };
        let place = pool.or(account).unwrap_or_default();
        let value = format!("{}{place} · {}{unread}", key.kind.name, node.words);
        let mut row = fact(
            self.references.name(key),
            DisplayValue::Text(value),
            u8::try_from(depth).unwrap_or(u8::MAX),
        );
        row.copy = Some(key.id.as_str().into());
        row.link = Some(key.clone());
        row
    }

    /// How much of all pools the trust map knows.
    pub fn map_sentence(&self) -> String {
        if self.audit.stage != AuditStage::NotStarted {
            return self.audit.sentence(self.now);
        }
        let read = |kind: &Kind| self.references.resources().filter(|(key, _)| key.kind == kind).count();
        format!(
            "Only from what was opened: {} and {} read. {} reads all pools, at less than 4 \
             requests a second.",
            plural(read(&CLIENT), CLIENT.name),
            plural(read(&IDENTITY_POOL), IDENTITY_POOL.name),
            named::refresh()
        )
    }

    /// What a delete breaks beside the resources that its checks have listed: what else refers to the
    /// resource, and what is behind those. In words, nearest first.
    pub fn also_broken(&self, key: &Key, listed: &[&Key]) -> Vec<String> {
        let mut words: Vec<(usize, String)> = Vec::new();
        for (way, node) in self.references.all_that_use(key) {
            if way.len() == 1 && listed.contains(&&node.key) {
                continue;
            }
            let name = format!("{} {}", node.key.kind.name, self.references.name(&node.key));
            let through = way.get(1..).and_then(<[Key]>::last);
            let text = match through {
                None => format!("{name} {}", node.words),
                Some(through) => format!("{name} behind {}", self.references.name(through)),
            };
            if !words.iter().any(|(_, other)| *other == text) {
                words.push((way.len(), text));
            }
        }
        words.sort_by_key(|(steps, _)| *steps);
        words.into_iter().map(|(_, text)| text).collect()
    }
}

/// True if documents of a kind refer to others, so that it matters whether one was read.
fn refers(kind: &Kind) -> bool {
    kind.can_be_described() && *kind != ROLE
}

fn heading(title: &str) -> DetailRow {
    fact(title, DisplayValue::Heading, 0)
}

fn fact(label: &str, value: DisplayValue, depth: u8) -> DetailRow {
    DetailRow { standing: Standing::Fact, ..DetailRow::new(label.to_owned(), value, depth, "") }
}
