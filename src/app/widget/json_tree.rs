//! A JSON value as lines, whose structures can be folded; and the line that the cursor is on.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::resource::display::plural::plural;

/// The way to a value: a member or an index at each step, by its place.
type TreePath = Vec<usize>;

/// A value as lines.
#[derive(Debug)]
pub struct JsonTree {
    root: Value,
    folded: BTreeSet<TreePath>,
    /// Index of the line that the cursor is on.
    place: usize,
    lines: Vec<JsonLine>,
}

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLine {
    pub depth: usize,
    /// The name of the member with its colon; empty for an entry of a list and for the end of a structure.
    pub name: String,
    /// The value, its beginning or its end.
    pub text: String,
    path: TreePath,
}

impl JsonTree {
    pub fn new(root: Value) -> Self {
        let mut tree = Self { root, folded: BTreeSet::new(), place: 0, lines: Vec::new() };
        tree.refresh();
        tree
    }

    pub fn lines(&self) -> &[JsonLine] {
        &self.lines
    }

    pub const fn place(&self) -> usize {
        self.place
    }

    pub fn choose(&mut self, place: usize) {
        self.place = place.min(self.lines.len().saturating_sub(1));
    }

    pub fn step(&mut self, by: isize) {
        self.choose(self.place.saturating_add_signed(by));
    }

    /// Folds the structure at the cursor, or around it if there is none or it is folded; unfolds it instead
    /// if `fold` is false.
    pub fn fold(&mut self, fold: bool) {
        let Some(mut path) = self.path() else { return };
        if !fold {
            self.folded.remove(&path);
        } else if (self.is_structure(&path) && !self.folded.contains(&path)) || path.pop().is_some() {
            self.folded.insert(path.clone());
        }
        self.refresh();
        self.place = self.lines.iter().position(|line| line.path == path).unwrap_or_default();
    }

    /// Folds the structure at the cursor, or unfolds it.
    pub fn toggle(&mut self) {
        let Some(path) = self.path() else { return };
        self.fold(self.is_structure(&path) && !self.folded.contains(&path));
    }

    /// Folds every structure inside the whole, or unfolds all.
    pub fn fold_all(&mut self, fold: bool) {
        let here = self.path().unwrap_or_default();
        self.folded.clear();
        self.refresh();
        let mut kept = here.clone();
        if fold {
            let inner = self.lines.iter().filter(|line| line.path.len() == 1).map(|line| line.path.clone());
            self.folded = inner.filter(|path| self.is_structure(path)).collect();
            kept = here.into_iter().take(1).collect();
        }
        self.refresh();
        self.place = self.lines.iter().position(|line| line.path == kept).unwrap_or_default();
    }

    /// The value at the cursor, and its name: that of the member, or the place in the list.
    pub fn chosen(&self) -> Option<(String, &Value)> {
        let path = self.path()?;
        let mut value = &self.root;
        let mut name = String::new();
        for step in path {
            let (member, inner) = inside(value).into_iter().nth(step)?;
            name = member.map_or_else(|| format!("entry {}", step + 1), str::to_owned);
            value = inner;
        }
        Some((name, value))
    }

    /// The texts of the lines, in which a search looks.
    pub fn search_texts(&self) -> Vec<String> {
        self.lines.iter().map(|line| format!("{}{}", line.name, line.text)).collect()
    }

    fn path(&self) -> Option<TreePath> {
        self.lines.get(self.place).map(|line| line.path.clone())
    }

    fn is_structure(&self, path: &[usize]) -> bool {
        let mut value = &self.root;
        for step in path {
            let Some((_, inner)) = inside(value).into_iter().nth(*step) else { return false };
            value = inner;
        }
        !inside(value).is_empty()
    }

    fn refresh(&mut self) {
        let mut lines = Vec::new();
        add_lines(&self.root, &self.folded, (Vec::new(), String::new(), ""), &mut lines);
        self.lines = lines;
        self.choose(self.place);
    }
}

/// The members or the entries of a structure; nothing for other values.
fn inside(value: &Value) -> Vec<(Option<&str>, &Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (Some(name.as_str()), value)).collect(),
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        _ => Vec::new(),
    }
}

fn add_lines(
    value: &Value,
    folded: &BTreeSet<TreePath>,
    (path, name, comma): (TreePath, String, &str),
    lines: &mut Vec<JsonLine>,
) {
    let depth = path.len();
    let line = |name: String, text: String| JsonLine { depth, name, text, path: path.clone() };
    let all = inside(value);
    let (open, close) = if value.is_array() { ("[", "]") } else { ("{", "}") };
    if all.is_empty() {
        lines.push(line(name, format!("{value}{comma}")));
    } else if folded.contains(&path) {
        let count = match value {
            Value::Array(_) => plural(all.len(), "entry"),
            _ => plural(all.len(), "member"),
        };
        lines.push(line(name, format!("{open} {count} … {close}{comma}")));
    } else {
        lines.push(line(name, open.to_owned()));
        let last = all.len() - 1;
        for (step, (name, inner)) in all.into_iter().enumerate() {
            let below = path.iter().copied().chain([step]).collect();
            let name = name.map(|name| format!("{}: ", Value::from(name))).unwrap_or_default();
            add_lines(inner, folded, (below, name, if step == last { "" } else { "," }), lines);
        }
        lines.push(line(String::new(), format!("{close}{comma}")));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn tree() -> JsonTree {
        JsonTree::new(
            json!({"Name": "a\"b", "Tags": {"team": "web", "cost": "1"}, "Urls": ["x"], "None": {}}),
        )
    }

    fn shown(tree: &JsonTree) -> Vec<String> {
        let text = |line: &JsonLine| format!("{}{}{}", "  ".repeat(line.depth), line.name, line.text);
        tree.lines().iter().map(text).collect()
    }

    #[test]
    fn a_structure_is_folded_where_the_cursor_is_and_from_inside() {
        let mut tree = tree();
        tree.choose(2);
        tree.toggle();
        assert_eq!(shown(&tree)[2], r#"  "Tags": { 2 members … },"#);
        assert_eq!((tree.place(), tree.lines().len()), (2, 8));
        tree.toggle();
        tree.choose(4);
        tree.fold(true);
        assert_eq!((tree.place(), shown(&tree)[2].as_str()), (2, r#"  "Tags": { 2 members … },"#));
        tree.fold(true);
        assert_eq!(shown(&tree), ["{ 4 members … }"]);
        tree.fold_all(false);
        assert_eq!(shown(&tree).len(), 11);
        tree.fold_all(true);
        assert_eq!(shown(&tree)[3], r#"  "Urls": [ 1 entry … ],"#);
    }

    #[test]
    fn the_value_at_the_cursor_has_its_name_also_at_the_end_of_a_structure() {
        let mut tree = tree();
        for (place, name) in [(0, ""), (1, "Name"), (3, "team"), (5, "Tags"), (7, "entry 1")] {
            tree.choose(place);
            assert_eq!(tree.chosen().map(|(name, _)| name).as_deref(), Some(name), "{place}");
        }
        assert_eq!(tree.chosen().map(|(_, value)| value.clone()), Some(json!("x")));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            ".{0,4}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,3}", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_lines_are_the_value_as_json(value in any_json()) {
            let text = shown(&JsonTree::new(value.clone())).join("\n");
            prop_assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
        }

        #[test]
        fn no_way_to_fold_loses_the_cursor(
            value in any_json(),
            keys in prop::collection::vec((0usize..6, 0usize..20), 0..12),
        ) {
            let mut tree = JsonTree::new(value);
            for (key, place) in keys {
                tree.choose(place);
                match key {
                    0 => tree.fold(true),
                    1 => tree.fold(false),
                    2 => tree.toggle(),
                    3 => tree.fold_all(true),
                    4 => tree.fold_all(false),
                    _ => tree.step(1),
                }
                prop_assert!(tree.chosen().is_some() && tree.place() < tree.lines().len());
            }
        }
    }
}
