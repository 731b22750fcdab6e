export interface paths {
    "/ListImageScanFindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["ListImageScanFindings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        FilterName: string;
        FilterValue: string;
        ImageScanFindingsFilterValues: components["schemas"]["FilterValue"][];
        ImageScanFindingsFilter: {
            name?: "imageBuildVersionArn" | "imagePipelineArn" | "vulnerabilityId" | "severity";
            values?: components["schemas"]["ImageScanFindingsFilterValues"];
        };
        ImageScanFindingsFilterList: components["schemas"]["ImageScanFindingsFilter"][];
        RestrictedInteger: number;
        PaginationToken: string;
        ListImageScanFindingsRequest: {
            filters?: components["schemas"]["ImageScanFindingsFilterList"];
            maxResults?: components["schemas"]["RestrictedInteger"];
            nextToken?: components["schemas"]["PaginationToken"];
        };
        NonEmptyString: string;
        ErrorType: string;
        ErrorMessage: string;
        ErrorResponse: {
            message?: components["schemas"]["ErrorMessage"];
        };
        ImageBuildVersionArn: string;
        ImagePipelineArn: string;
        RemediationRecommendation: {
            text?: components["schemas"]["NonEmptyString"];
            url?: components["schemas"]["NonEmptyString"];
        };
        Remediation: {
            recommendation?: components["schemas"]["RemediationRecommendation"];
        };
        DateTimeTimestamp: number;
        NonNegativeDouble: number;
        CvssScoreAdjustment: {
            metric?: components["schemas"]["NonEmptyString"];
            reason?: components["schemas"]["NonEmptyString"];
        };
        CvssScoreAdjustmentList: components["schemas"]["CvssScoreAdjustment"][];
        CvssScoreDetails: {
            scoreSource?: "AMAZON_CVE" | "NVD" | "DEBIAN_CVE" | "UBUNTU_CVE" | "REDHAT_CVE" | (string & {});
            cvssSource?: "AMAZON_CVE" | "NVD" | "DEBIAN_CVE" | "UBUNTU_CVE" | "REDHAT_CVE" | (string & {});
            version?: "2.0" | "3.0" | "3.1" | "4.0" | (string & {});
            score?: components["schemas"]["NonNegativeDouble"];
            scoringVector?: components["schemas"]["NonEmptyString"];
            adjustments?: components["schemas"]["CvssScoreAdjustmentList"];
        };
        InspectorScoreDetails: {
            adjustedCvss?: components["schemas"]["CvssScoreDetails"];
        };
        VulnerabilityId: string;
        SourceLayerHash: string;
        PackageEpoch: number;
        PackageArchitecture: "X86_64" | "AMD64" | "ARM64" | "ALL" | (string & {});
        VulnerablePackage: {
            name?: components["schemas"]["NonEmptyString"];
            version?: components["schemas"]["NonEmptyString"];
            sourceLayerHash?: components["schemas"]["SourceLayerHash"];
            epoch?: components["schemas"]["PackageEpoch"];
            release?: components["schemas"]["NonEmptyString"];
            arch?: components["schemas"]["PackageArchitecture"];
            packageManager?: "BUNDLER" | "CARGO" | "COMPOSER" | "NPM" | "NUGET" | "PIPENV" | "POETRY" | "YARN" | "GOBINARY" | "GOMOD" | "JAR" | "OS" | "PIP" | "PYTHONPKG" | "NODEPKG" | "POM" | "GEMSPEC" | "DOTNET_CORE" | "GENERIC" | "PYTHON" | "GO" | (string & {});
            filePath?: components["schemas"]["NonEmptyString"];
            fixedInVersion?: components["schemas"]["NonEmptyString"];
            remediation?: components["schemas"]["NonEmptyString"];
        };
        VulnerablePackageList: components["schemas"]["VulnerablePackage"][];
        CvssScore: {
            baseScore?: components["schemas"]["NonNegativeDouble"];
            scoringVector?: components["schemas"]["NonEmptyString"];
            version?: "2.0" | "3.0" | "3.1" | "4.0" | (string & {});
            source?: "AMAZON_CVE" | "NVD" | "DEBIAN_CVE" | "UBUNTU_CVE" | "REDHAT_CVE" | (string & {});
        };
        CvssScoreList: components["schemas"]["CvssScore"][];
        VulnerabilityIdList: components["schemas"]["VulnerabilityId"][];
        NonEmptyStringList: components["schemas"]["NonEmptyString"][];
        PackageVulnerabilityDetails: {
            vulnerabilityId: components["schemas"]["VulnerabilityId"];
            vulnerablePackages?: components["schemas"]["VulnerablePackageList"];
            source?: "AMAZON_CVE" | "NVD" | "DEBIAN_CVE" | "UBUNTU_CVE" | "REDHAT_CVE" | (string & {});
            cvss?: components["schemas"]["CvssScoreList"];
            relatedVulnerabilities?: components["schemas"]["VulnerabilityIdList"];
            sourceUrl?: components["schemas"]["NonEmptyString"];
            vendorSeverity?: "Important" | "medium" | "HIGH" | "unimportant" | "not yet assigned" | (string & {});
            vendorCreatedAt?: components["schemas"]["DateTimeTimestamp"];
            vendorUpdatedAt?: components["schemas"]["DateTimeTimestamp"];
            referenceUrls?: components["schemas"]["NonEmptyStringList"];
        };
        ImageScanFinding: {
            awsAccountId?: components["schemas"]["NonEmptyString"];
            imageBuildVersionArn?: components["schemas"]["ImageBuildVersionArn"];
            imagePipelineArn?: components["schemas"]["ImagePipelineArn"];
            type?: "PACKAGE_VULNERABILITY" | (string & {});
            description?: components["schemas"]["NonEmptyString"];
            title?: components["schemas"]["NonEmptyString"];
            remediation?: components["schemas"]["Remediation"];
            severity?: "INFORMATIONAL" | "LOW" | "MEDIUM" | "HIGH" | "CRITICAL" | "UNTRIAGED" | (string & {});
            firstObservedAt?: components["schemas"]["DateTimeTimestamp"];
            updatedAt?: components["schemas"]["DateTimeTimestamp"];
            inspectorScore?: components["schemas"]["NonNegativeDouble"];
            inspectorScoreDetails?: components["schemas"]["InspectorScoreDetails"];
            packageVulnerabilityDetails?: components["schemas"]["PackageVulnerabilityDetails"];
            fixAvailable?: "YES" | "NO" | "PARTIAL" | (string & {});
        };
        ImageScanFindingsList: components["schemas"]["ImageScanFinding"][];
        ListImageScanFindingsResponse: {
            requestId?: components["schemas"]["NonEmptyString"];
            findings?: components["schemas"]["ImageScanFindingsList"];
            nextToken?: components["schemas"]["PaginationToken"];
        };
    };
    responses: {
        CommonError: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "AccessDeniedException" | "ExpiredTokenException" | "IncompleteSignature" | "InternalFailure" | "InvalidSignatureException" | "MalformedHttpRequestException" | "MissingAuthenticationTokenException" | "NotAuthorized" | "OptInRequired" | "RequestAbortedException" | "RequestEntityTooLargeException" | "RequestExpired" | "RequestTimeoutException" | "SerializationException" | "ServiceUnavailable" | "ThrottlingException" | "UnknownOperationException" | "UnrecognizedClientException" | "UnsupportedMediaTypeException" | "ValidationError" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        BadRequest: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "ClientException" | "InvalidPaginationTokenException" | "InvalidRequestException" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        Forbidden: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "ForbiddenException" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        TooManyRequests: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "CallRateLimitExceededException" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        InternalServerError: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "ServiceException" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        ServiceUnavailable: {
            headers: {
                "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                "X-Amzn-Errortype": "ServiceUnavailableException" | (string & {});
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        "x-amzn-requestid": components["schemas"]["NonEmptyString"];
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ListImageScanFindings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListImageScanFindingsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-amzn-requestid": components["headers"]["x-amzn-requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImageScanFindingsResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["CommonError"];
        };
    };
}
export type FilterName = components['schemas']['FilterName'];
export type FilterValue = components['schemas']['FilterValue'];
export type ImageScanFindingsFilterValues = components['schemas']['ImageScanFindingsFilterValues'];
export type ImageScanFindingsFilter = components['schemas']['ImageScanFindingsFilter'];
export type ImageScanFindingsFilterList = components['schemas']['ImageScanFindingsFilterList'];
export type RestrictedInteger = components['schemas']['RestrictedInteger'];
export type PaginationToken = components['schemas']['PaginationToken'];
export type ListImageScanFindingsRequest = components['schemas']['ListImageScanFindingsRequest'];
export type NonEmptyString = components['schemas']['NonEmptyString'];
export type ErrorType = components['schemas']['ErrorType'];
export type ErrorMessage = components['schemas']['ErrorMessage'];
export type ErrorResponse = components['schemas']['ErrorResponse'];
export type ImageBuildVersionArn = components['schemas']['ImageBuildVersionArn'];
export type ImagePipelineArn = components['schemas']['ImagePipelineArn'];
export type RemediationRecommendation = components['schemas']['RemediationRecommendation'];
export type Remediation = components['schemas']['Remediation'];
export type DateTimeTimestamp = components['schemas']['DateTimeTimestamp'];
export type NonNegativeDouble = components['schemas']['NonNegativeDouble'];
export type CvssScoreAdjustment = components['schemas']['CvssScoreAdjustment'];
export type CvssScoreAdjustmentList = components['schemas']['CvssScoreAdjustmentList'];
export type CvssScoreDetails = components['schemas']['CvssScoreDetails'];
export type InspectorScoreDetails = components['schemas']['InspectorScoreDetails'];
export type VulnerabilityId = components['schemas']['VulnerabilityId'];
export type SourceLayerHash = components['schemas']['SourceLayerHash'];
export type PackageEpoch = components['schemas']['PackageEpoch'];
export type PackageArchitecture = components['schemas']['PackageArchitecture'];
export type VulnerablePackage = components['schemas']['VulnerablePackage'];
export type VulnerablePackageList = components['schemas']['VulnerablePackageList'];
export type CvssScore = components['schemas']['CvssScore'];
export type CvssScoreList = components['schemas']['CvssScoreList'];
export type VulnerabilityIdList = components['schemas']['VulnerabilityIdList'];
export type NonEmptyStringList = components['schemas']['NonEmptyStringList'];
export type PackageVulnerabilityDetails = components['schemas']['PackageVulnerabilityDetails'];
export type ImageScanFinding = components['schemas']['ImageScanFinding'];
export type ImageScanFindingsList = components['schemas']['ImageScanFindingsList'];
export type ListImageScanFindingsResponse = components['schemas']['ListImageScanFindingsResponse'];
