namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>The form <c>arn:aws:sso::123456789012:application/ssoins-…/apl-…</c> that CreateTokenWithIAM takes as client id.</summary>
internal static class ApplicationArn
{
    public static bool IsValid(string value)
    {
        var parts = value.Split(':');
        return parts is ["arn", _, "sso", "", { Length: 12 } account, var resource]
            && parts[1].StartsWith("aws", StringComparison.Ordinal)
            && account.All(char.IsAsciiDigit)
            && resource.Split('/') is ["application", var instance, var application]
            && IsId(instance, "ssoins-")
            && IsId(application, "apl-");
    }

    private static bool IsId(string value, string prefix) =>
        value.StartsWith(prefix, StringComparison.Ordinal) && value.Length > prefix.Length
        && value[prefix.Length..].All(char.IsAsciiLetterOrDigit);
}
