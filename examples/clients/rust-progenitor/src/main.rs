//! Lists all image scan findings of the account.

mod sigv4;

use std::{env, error::Error, process::ExitCode};

use scan_findings::{Client, types};
use sigv4::Signer;

mod scan_findings {
    progenitor::generate_api!(
        spec = "../../../generated/openapi-3.0.json",
        inner_type = crate::sigv4::Signer,
        pre_hook_async = crate::sigv4::sign,
    );
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match list_findings().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn list_findings() -> Result<(), Box<dyn Error>> {
    let signer = Signer::from_env()?;
    let endpoint = env::var("AWS_ENDPOINT_URL_IMAGEBUILDER")
        .unwrap_or_else(|_| format!("https://imagebuilder.{}.amazonaws.com", signer.region));
    let client = Client::new(&endpoint, signer);

    let mut request = types::ListImageScanFindingsRequest::default();
    let (mut findings, mut pages) = (0, 0);
    loop {
        let page = client
            .list_image_scan_findings(&request)
            .await
            .map_err(describe)?
            .into_inner();
        pages += 1;
        for finding in &page.findings {
            findings += 1;
            let severity = finding.severity.as_deref().map_or("-", String::as_str);
            let title = finding.title.as_deref().map_or("-", String::as_str);
            println!("{severity} {title}");
        }
        request.next_token = page.next_token.map(|token| token.parse()).transpose()?;
        if request.next_token.is_none() {
            break;
        }
    }
    println!("{findings} findings in {pages} pages");
    Ok(())
}

/// Names the error of a response, such as ForbiddenException.
fn describe(error: scan_findings::Error<types::ErrorResponse>) -> String {
    let scan_findings::Error::ErrorResponse(response) = error else {
        return error.to_string();
    };
    let name = response.headers().get("X-Amzn-Errortype");
    let name = name.and_then(|value| value.to_str().ok()).unwrap_or("-");
    let message = response.message.as_deref().unwrap_or_default();
    format!("{name}: {message}")
}
