#!/usr/bin/env python3
"""Has a driver of Arrow Flight SQL and a client of gRPC reflection ask a node, beside its CSV.

    drivers.py ADDRESS
"""

import sys
import warnings

import adbc_driver_flightsql.dbapi as flight_sql
import grpc
import pandas as pd
from frames import AS_TEXT, plain
from grpc_reflection.v1alpha import proto_reflection_descriptor_database as reflection

# A node only reads, so there is nothing to commit.
warnings.filterwarnings("ignore", message="Cannot disable autocommit")


def main():
    address = sys.argv[1]
    csv = plain(pd.read_csv(f"http://{address}/v1/observations.csv", **AS_TEXT))
    with flight_sql.connect(f"grpc://{address}") as driver:
        with driver.cursor() as cursor:
            table = cursor.execute("SELECT * FROM observations").fetch_arrow_table()
            rows = plain(table.to_pandas()).sort_values(list(csv.columns), ignore_index=True)
            assert rows.equals(csv.sort_values(list(csv.columns), ignore_index=True)), "the same table"

            member = csv["member"][0]
            cursor.execute("SELECT count(*) AS n FROM observations WHERE member = ?", (member,))
            assert cursor.fetchone() == ((csv["member"] == member).sum(),), "a gap is filled"

            for change in ("DROP TABLE observations", "COPY observations TO '/tmp/x.csv'"):
                try:
                    cursor.execute(change)
                except flight_sql.Error as error:
                    assert "Only SELECT" in str(error), error
                else:
                    sys.exit(f"answered: {change}")

        catalogs = driver.adbc_get_objects(depth="all").read_all().to_pylist()
        tables = catalogs[0]["catalog_db_schemas"][0]["db_schema_tables"]
        columns = {it["table_name"]: [column["column_name"] for column in it["table_columns"]] for it in tables}
        assert columns["observations"] == list(csv.columns), "the driver knows the columns"
        assert driver.adbc_get_info()["vendor_name"] == "Flotilla"

    with grpc.insecure_channel(address) as channel:
        services = reflection.ProtoReflectionDescriptorDatabase(channel).get_services()
        assert "flotilla.v1.Query" in services and "flotilla.v1.Admin" not in services, services
    print(f"the driver and reflection: {len(csv)} rows, {len(columns)} tables")


if __name__ == "__main__":
    main()
