namespace SsoOidc.Settings;

/// <summary>How the endpoint settings name a service.</summary>
internal sealed class AwsService
{
    public static readonly AwsService SsoOidc = new("SSO_OIDC", "sso_oidc");

    /// <summary>The access portal, which gives role credentials.</summary>
    public static readonly AwsService Sso = new("SSO", "sso");

    public static readonly AwsService Sts = new("STS", "sts");

    private AwsService(string variableSuffix, string key)
    {
        VariableSuffix = variableSuffix;
        Key = key;
    }

    /// <summary>Behind <c>AWS_ENDPOINT_URL_</c>.</summary>
    public string VariableSuffix { get; }

    /// <summary>In a services section.</summary>
    public string Key { get; }
}
