#!/usr/bin/env python3
"""Compares the newest service model of Amazon Cognito with the embedded one, and prints what is new.

    scripts/service-model.py            compares and prints
    scripts/service-model.py --write    also writes the newest model of the embedded operations

The model comes from the newest botocore, in an environment of its own below target/. The embedded model,
assets/service-constraints.json, has the operations that the embedded Cognito serves. The file
scripts/service-operations.txt lists all operations that AWS had when it was written, so that new ones are seen.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = ROOT / "assets" / "service-constraints.json"
OPERATIONS = ROOT / "scripts" / "service-operations.txt"
ENVIRONMENT = ROOT / "target" / "tools" / "botocore"
TARGETS = {
    "cognito-idp": "AWSCognitoIdentityProviderService",
    "cognito-identity": "AWSCognitoIdentityService",
}
# Of IAM, only the operations that the embedded model has are looked at.
QUERY_SERVICES = ("iam",)
CONTAINERS = ("structure", "list", "map")
LIMITS = ("type", "min", "max", "pattern", "enum", "required")


def use_newest_botocore():
    """Starts this script again in an environment with the newest botocore."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "botocore"]
    subprocess.run(pip, check=True)
    os.execv(python, [str(python), __file__, "--installed", *sys.argv[1:]])


class Model:
    """The model of one service: its operations, and the shapes that were reached from them."""

    def __init__(self, service, raw):
        self.service, self.raw, self.shapes = service, raw, {}

    def member(self, reference, required):
        shape = self.raw["shapes"][reference["shape"]]
        out = {"type": shape["type"], "shape": reference["shape"]}
        if shape["type"] not in CONTAINERS:
            out |= {name: shape[name] for name in ("min", "max", "pattern", "enum") if name in shape}
        if shape.get("sensitive"):
            out["sensitive"] = True
        if reference.get("deprecated") or shape.get("deprecated"):
            out["deprecated"] = True
        if required:
            out["required"] = True
        return out

    def reach(self, name):
        """Adds a shape and all that it is made of."""
        key = f"{self.service}.{name}"
        shape = self.raw["shapes"][name]
        if key in self.shapes or shape["type"] not in CONTAINERS:
            return
        out = self.shapes[key] = {"type": shape["type"]}
        out |= {part: shape[part] for part in ("min", "max", "sensitive") if part in shape}
        if shape.get("exception"):
            out |= {"exception": True, "fault": bool(shape.get("fault"))}
        if shape["type"] == "structure":
            references = list(shape.get("members", {}).values())
            needed = shape.get("required", [])
            out["members"] = {
                name: self.member(reference, name in needed)
                for name, reference in shape.get("members", {}).items()
            }
        elif shape["type"] == "list":
            references = [shape["member"]]
            out["member"] = self.member(shape["member"], False)
        else:
            references = [shape["key"], shape["value"]]
            out["key"], out["value"] = (self.member(reference, False) for reference in references)
        for reference in references:
            self.reach(reference["shape"])

    def operation(self, name):
        operation = self.raw["operations"][name]
        shape = self.raw["shapes"][operation["input"]["shape"]]
        needed = shape.get("required", [])
        entry = {
            "service": self.service,
            "target": f"{TARGETS[self.service]}.{name}" if self.service in TARGETS else None,
            "input": operation["input"]["shape"],
            "members": {
                name: self.member(reference, name in needed)
                for name, reference in shape.get("members", {}).items()
            },
        }
        for reference in shape.get("members", {}).values():
            self.reach(reference["shape"])
        entry["output"] = operation["output"]["shape"] if "output" in operation else None
        if entry["output"]:
            self.reach(entry["output"])
        entry["errors"] = [error["shape"] for error in operation.get("errors", [])]
        for error in entry["errors"]:
            self.reach(error)
        if operation.get("authtype") == "none" or "smithy.api#noAuth" in operation.get("auth", []):
            entry["auth"] = "none"
        return entry


def newest(wanted):
    """The newest model of the wanted operations, and the names of all operations."""
    from botocore.loaders import Loader

    operations, shapes, names = {}, {}, []
    for service in (*TARGETS, *QUERY_SERVICES):
        model = Model(service, Loader().load_service_model(service, "service-2"))
        all_names = [f"{service}.{name}" for name in model.raw["operations"]]
        names += all_names if service in TARGETS else [name for name in all_names if name in wanted]
        # An operation that AWS has taken away stays out, and is reported.
        for key in (key for key in wanted if key in names and key.startswith(f"{service}.")):
            operations[key] = model.operation(key.split(".")[1])
        shapes |= model.shapes
    return {key: operations[key] for key in wanted if key in operations}, shapes, sorted(names)


def differences(was, now):
    """What came, went and changed between two sets of members."""
    for name in now:
        if name not in was:
            yield f"{name}: new"
            continue
        for limit in LIMITS:
            before, after = was[name].get(limit), now[name].get(limit)
            if before != after:
                yield f"{name}: {limit} {json.dumps(before)} -> {json.dumps(after)}"
    for name in was:
        if name not in now:
            yield f"{name}: gone"


def report(embedded, operations, shapes, names):
    known = OPERATIONS.read_text().split()
    rows = [f"operation {name}: new" for name in names if name not in known]
    rows += [f"operation {name}: gone" for name in known if name not in names]
    for kind, now in (("operations", operations), ("shapes", shapes)):
        for key, entry in now.items():
            was = embedded[kind].get(key)
            if was is None:
                rows.append(f"{key}: new")
                continue
            rows += [f"{key}.{row}" for row in differences(was.get("members", {}), entry.get("members", {}))]
            for limit in ("min", "max"):
                if was.get(limit) != entry.get(limit):
                    rows.append(f"{key}: {limit} {was.get(limit)} -> {entry.get(limit)}")
    return rows


def write(meta, operations, shapes, names):
    def lines(entries):
        compact = lambda value: json.dumps(value, separators=(",", ":"))
        return ",\n".join(f"{json.dumps(key)}:{compact(value)}" for key, value in entries.items())

    head = f'{{"meta":{json.dumps(meta, separators=(",", ":"))},'
    body = [head, '"operations":{', lines(operations), "},", '"shapes":{', lines(dict(sorted(shapes.items()))), "}}"]
    MODEL.write_text("\n".join(body) + "\n")
    OPERATIONS.write_text("\n".join(names) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the newest model of the embedded operations")
    parser.add_argument("--installed", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.installed:
        use_newest_botocore()
    import botocore

    embedded = json.loads(MODEL.read_text())
    operations, shapes, names = newest(embedded["operations"])
    rows = report(embedded, operations, shapes, names)
    print(f"botocore {embedded['meta']['botocore']} is embedded, {botocore.__version__} is the newest.")
    print("\n".join(f"  {row}" for row in rows) or "  Nothing is new.")
    if arguments.write:
        keep = ("source", "license", "protocol", "target_prefix")
        meta = {key: embedded["meta"][key] for key in keep} | {"botocore": botocore.__version__}
        write(meta, operations, shapes, names)


main()
