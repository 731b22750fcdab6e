//! Prints how many findings each page has, or the type of the error.
//!
//! Arguments: the page size, or 0 for the default, and optionally the name and the value of a filter.

use std::{env, error::Error, process::exit};

use aws_sdk_imagebuilder::{
    Client, Config,
    config::{Credentials, Region},
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    operation::list_image_scan_findings::ListImageScanFindingsError,
    types::ImageScanFindingsFilter,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let max_results = Some(arguments[0].parse()?).filter(|&number| number > 0);
    let mut request = client()?
        .list_image_scan_findings()
        .set_max_results(max_results);
    if let [_, name, value] = &arguments[..] {
        request = request.filters(
            ImageScanFindingsFilter::builder()
                .name(name)
                .values(value)
                .build(),
        );
    }
    let mut pages = request.into_paginator().send();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => println!("{}", page.findings().len()),
            Err(error) => {
                eprintln!("{}", type_name(&error));
                exit(1);
            }
        }
    }
    Ok(())
}

fn client() -> Result<Client, env::VarError> {
    let credentials = Credentials::new(
        env::var("AWS_ACCESS_KEY_ID")?,
        env::var("AWS_SECRET_ACCESS_KEY")?,
        env::var("AWS_SESSION_TOKEN").ok(),
        None,
        "environment",
    );
    let config = Config::builder()
        .region(Region::new(env::var("AWS_REGION")?))
        .credentials_provider(credentials)
        .endpoint_url(env::var("AWS_ENDPOINT_URL_IMAGEBUILDER")?)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    Ok(Client::from_conf(config))
}

/// The variant of an API error; an error that the SDK does not model has its code after it.
fn type_name(error: &SdkError<ListImageScanFindingsError>) -> String {
    let Some(service_error) = error.as_service_error() else {
        return DisplayErrorContext(error).to_string();
    };
    let variant = format!("{service_error:?}");
    match variant.split('(').next() {
        Some("Unhandled") => format!("Unhandled {}", service_error.code().unwrap_or_default()),
        name => name.unwrap_or_default().to_owned(),
    }
}
