//! `JMESPath` queries. The crate's own conversions go through serde, where a number of any length is a
//! structure; so values are converted here, one by one, and so are the literals of an expression.

use jmespath::ast::Ast;
use jmespath::{Context, DEFAULT_RUNTIME, JmespathError, Rcvar, Variable};
use serde_json::{Number, Value};

use crate::error::AppError;

/// The only member of the structure that serde makes of a number.
const NUMBER: &str = "$serde_json::private::Number";

/// A compiled expression.
#[derive(Debug)]
pub struct DataQuery {
    text: String,
    ast: Ast,
}

impl DataQuery {
    /// Compiles an expression.
    ///
    /// # Errors
    /// If it is wrong.
    pub fn compile(text: &str) -> Result<Self, AppError> {
        let mut ast = jmespath::parse(text).map_err(|error| {
            AppError::new("The --query is no JMESPath expression")
                .hint("It is as in the AWS CLI: --query 'CallbackURLs[0]'.")
                .cause(place(&error))
        })?;
        mend_literals(&mut ast);
        Ok(Self { text: text.to_owned(), ast })
    }

    /// What the expression selects of a value.
    ///
    /// # Errors
    /// If it can't be applied to the value.
    pub fn select(&self, value: Value) -> Result<Value, AppError> {
        let mut context = Context::new(&self.text, &DEFAULT_RUNTIME);
        let found = jmespath::interpret(&variable_of(value), &self.ast, &mut context);
        let failed = |error| AppError::new("The --query can't be applied").cause(place(&error));
        found.map(|found| value_of(&found)).map_err(failed)
    }
}

/// The error with the place in the expression, without the end of its last line.
fn place(error: &JmespathError) -> String {
    error.to_string().trim_end().to_owned()
}

fn variable_of(value: Value) -> Rcvar {
    Rcvar::new(match value {
        Value::Null => Variable::Null,
        Value::Bool(value) => Variable::Bool(value),
        Value::Number(number) => Variable::Number(number),
        Value::String(text) => Variable::String(text),
        Value::Array(items) => Variable::Array(items.into_iter().map(variable_of).collect()),
        Value::Object(members) => {
            Variable::Object(members.into_iter().map(|(name, value)| (name, variable_of(value))).collect())
        }
    })
}

fn value_of(variable: &Variable) -> Value {
    match variable {
        Variable::Null | Variable::Expref(_) => Value::Null,
        Variable::String(text) => Value::from(text.as_str()),
        Variable::Bool(value) => Value::Bool(*value),
        Variable::Number(number) => Value::Number(number.clone()),
        Variable::Array(items) => items.iter().map(|item| value_of(item)).collect(),
        Variable::Object(members) => match number_in(variable) {
            Some(number) => Value::Number(number),
            None => members.iter().map(|(name, value)| (name.clone(), value_of(value))).collect(),
        },
    }
}

/// The number that a structure of serde's stands for.
fn number_in(variable: &Variable) -> Option<Number> {
    let Variable::Object(members) = variable else { return None };
    members.get(NUMBER).filter(|_| members.len() == 1)?.as_string()?.parse().ok()
}

fn mend_literals(ast: &mut Ast) {
    match ast {
        Ast::Literal { value, .. } => *value = variable_of(value_of(value)),
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => {
            mend_literals(lhs);
            mend_literals(rhs);
        }
        Ast::Condition { predicate, then, .. } => {
            mend_literals(predicate);
            mend_literals(then);
        }
        Ast::Expref { ast, .. } => mend_literals(ast),
        Ast::Flatten { node, .. } | Ast::Not { node, .. } | Ast::ObjectValues { node, .. } => {
            mend_literals(node);
        }
        Ast::Function { args: nodes, .. } | Ast::MultiList { elements: nodes, .. } => {
            nodes.iter_mut().for_each(mend_literals);
        }
        Ast::MultiHash { elements, .. } => {
            for element in elements {
                mend_literals(&mut element.value);
            }
        }
        Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Slice { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn selected(query: &str) -> Value {
        let client = json!({"ClientName": "web", "CallbackURLs": ["https://a.example", "app://x"],
            "RefreshTokenValidity": 30, "CreationDate": 1_760_000_000.123,
            "Rows": [{"Size": 7}, {"Size": 30}, {"Size": 30.5}]});
        DataQuery::compile(query).expect("an expression").select(client).expect("a value")
    }

    #[test]
    fn a_query_selects_and_numbers_stay_numbers() {
        for (query, value) in [
            ("CallbackURLs[1]", json!("app://x")),
            ("{n: ClientName, d: RefreshTokenValidity}", json!({"n": "web", "d": 30})),
            ("CreationDate", json!(1_760_000_000.123)),
            ("NoSuch", Value::Null),
            ("Rows[?Size > `7`].Size", json!([30, 30.5])),
            ("Rows[?Size == `7`]", json!([{"Size": 7}])),
            ("RefreshTokenValidity == `30` && 'month'", json!("month")),
            ("length(Rows)", json!(3)),
            ("max_by(Rows, &Size).Size", json!(30.5)),
            ("`[1, {\"a\": 2}]`", json!([1, {"a": 2}])),
            ("to_number('3')", json!(3)),
        ] {
            assert_eq!(selected(query), value, "{query}");
        }
    }

    #[test]
    fn a_wrong_query_is_told_with_its_place() {
        let error = DataQuery::compile("a[").expect_err("a wrong query");
        assert!(error.cause.is_some_and(|cause| cause.contains("column")), "the place is told");
        let error = DataQuery::compile("length(`3`)").expect("an expression").select(json!({}));
        assert_eq!(error.expect_err("a number has no length").summary, "The --query can't be applied");
    }
}
