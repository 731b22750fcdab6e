//! AWS Signature Version 4 for reqwest, with the signer and the credentials type of the AWS SDK.

use std::{env, error::Error, iter, time::SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings},
    sign::v4,
};

#[derive(Clone, Debug)]
pub struct Signer {
    credentials: Credentials,
    pub region: String,
}

impl Signer {
    pub fn from_env() -> Result<Self, env::VarError> {
        let credentials = Credentials::new(
            env::var("AWS_ACCESS_KEY_ID")?,
            env::var("AWS_SECRET_ACCESS_KEY")?,
            env::var("AWS_SESSION_TOKEN").ok(),
            None,
            "environment",
        );
        Ok(Self {
            credentials,
            region: env::var("AWS_REGION")?,
        })
    }
}

/// Adds a signature to a request of the generated client.
pub async fn sign(
    signer: &Signer,
    request: &mut reqwest::Request,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let identity = signer.credentials.clone().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&signer.region)
        .name("imagebuilder")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let body = request
        .body()
        .and_then(reqwest::Body::as_bytes)
        .unwrap_or_default();
    let signable = SignableRequest::new(
        request.method().as_str(),
        request.url().as_str(),
        iter::empty(),
        SignableBody::Bytes(body),
    )?;
    let (instructions, _) = aws_sigv4::http_request::sign(signable, &parameters)?.into_parts();
    for (name, value) in instructions.headers() {
        request.headers_mut().insert(
            http::HeaderName::from_bytes(name.as_bytes())?,
            value.parse()?,
        );
    }
    Ok(())
}
