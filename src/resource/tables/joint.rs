//! The joint lists: the pools and the findings of several contexts in one table. The app makes their rows
//! from the lists of those contexts; the columns are those of the lists, with the context behind the first
//! one.

use crate::resource::finding::FINDING;
use crate::resource::tables::{IDENTITY_POOL, USER_POOL};
use crate::resource::{Checks, Column, Kind, KindId};

/// The member that holds the id of a joint row: the number of its context, and the id of the pool there.
pub const JOINT_ID: &str = "JointId";

/// The member of the column with the profile.
pub const JOINT_PROFILE: &str = "JointProfile";

const PROFILE: Column = Column::new("PROFILE", JOINT_PROFILE, 16);
const REGION: Column = Column::new("REGION", "JointRegion", 14);

pub static JOINT_USER_POOL: Kind = Kind {
    id: KindId::JointUserPool,
    name: USER_POOL.name,
    plural: USER_POOL.plural,
    id_path: JOINT_ID,
    name_path: USER_POOL.name_path,
    checks: Checks { findings: USER_POOL.checks.findings, ..Checks::EMPTY },
    listing: USER_POOL.listing,
    columns: &[
        Column::new("NAME", "Name", 20),
        PROFILE,
        REGION,
        Column::new("USER POOL ID", "Id", 24),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    ..Kind::EMPTY
};

pub static JOINT_IDENTITY_POOL: Kind = Kind {
    id: KindId::JointIdentityPool,
    name: IDENTITY_POOL.name,
    plural: IDENTITY_POOL.plural,
    id_path: JOINT_ID,
    name_path: IDENTITY_POOL.name_path,
    checks: Checks { findings: IDENTITY_POOL.checks.findings, ..Checks::EMPTY },
    listing: IDENTITY_POOL.listing,
    columns: &[
        Column::new("NAME", "IdentityPoolName", 20),
        PROFILE,
        REGION,
        Column::new("CLASSIC FLOW", "AllowClassicFlow", 19),
        Column::new("GUESTS", "AllowUnauthenticatedIdentities", 7),
        Column::new("IDENTITY POOL ID", "IdentityPoolId", 16),
    ],
    ..Kind::EMPTY
};

pub static JOINT_FINDING: Kind = Kind {
    id: KindId::JointFinding,
    name: FINDING.name,
    plural: FINDING.plural,
    id_path: JOINT_ID,
    name_path: FINDING.name_path,
    listing: FINDING.listing,
    columns: &[
        Column::severity("SEVERITY", "Severity", 10),
        Column::new("PROFILE", JOINT_PROFILE, 10),
        Column::new("REGION", "JointRegion", 10),
        Column::new("CHECK", "Check", 5),
        Column::new("RESOURCE", "Resource", 12),
        Column::new("WHAT", "What", 20),
    ],
    ..Kind::EMPTY
};

/// The joint lists, in the order of those at the top level.
pub static JOINT: [&Kind; 3] = [&JOINT_USER_POOL, &JOINT_IDENTITY_POOL, &JOINT_FINDING];

/// The lists that they join.
pub static JOINED: [&Kind; 3] = [&USER_POOL, &IDENTITY_POOL, &FINDING];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_list_has_the_columns_of_its_lists_with_the_context_behind_the_first() {
        let told = |column: &Column| (column.title, column.path, column.rated);
        for (joint, single) in JOINT.into_iter().zip(JOINED) {
            let mut columns: Vec<_> = joint.columns.iter().map(told).collect();
            assert_eq!(
                columns.drain(1..3).map(|(title, ..)| title).collect::<Vec<_>>(),
                ["PROFILE", "REGION"]
            );
            assert_eq!(columns, single.columns.iter().map(told).collect::<Vec<_>>());
        }
    }
}
