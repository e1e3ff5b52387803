namespace SsoOidc.Config;

/// <summary>How the endpoint settings name a service.</summary>
/// <param name="VariableSuffix">Behind <c>AWS_ENDPOINT_URL_</c>.</param>
/// <param name="Key">In a services section.</param>
internal sealed record AwsService(string VariableSuffix, string Key)
{
    public static readonly AwsService SsoOidc = new("SSO_OIDC", "sso_oidc");

    /// <summary>The access portal, which gives role credentials.</summary>
    public static readonly AwsService Sso = new("SSO", "sso");

    public static readonly AwsService Sts = new("STS", "sts");
}
