namespace SsoOidc.Commands;

/// <summary>Where the pages of the cmdlets are, for <c>Get-Help -Online</c>.</summary>
internal static class HelpPages
{
    // A placeholder until the project has an address. The manifest's ProjectUri is the other place that will name it.
    public const string Address = "https://example.invalid/ssooidc/docs/cmdlets/";
}
