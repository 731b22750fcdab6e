"""Prints what botocore ships about one service as JSON: its model, its paginators and the hosts that it calls.

Arguments: the service's name in botocore, then the regions to resolve hosts for.
"""

import itertools
import json
import sys

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader


def resolve_host(provider, region, fips, dual_stack):
    try:
        return provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual_stack).url
    except EndpointProviderError:
        return None


def main(service, regions):
    loader = Loader()
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    combinations = itertools.product(regions, [False, True], [False, True])
    dump = {
        "version": botocore.__version__,
        "model": loader.load_service_model(service, "service-2"),
        "paginators": loader.load_service_model(service, "paginators-1")["pagination"],
        "hosts": [
            {"region": region, "fips": fips, "dualStack": dual, "url": resolve_host(provider, region, fips, dual)}
            for region, fips, dual in combinations
        ],
    }
    json.dump(dump, sys.stdout)


main(sys.argv[1], sys.argv[2:])
