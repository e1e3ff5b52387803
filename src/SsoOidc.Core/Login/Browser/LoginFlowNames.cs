namespace SsoOidc.Login.Browser;

/// <summary>The flows as they are written in the cache and in the preference variable.</summary>
internal static class LoginFlowNames
{
    public const string Pkce = "pkce";
    public const string Device = "device";

    public static string Of(LoginFlowKind flow) => flow == LoginFlowKind.Pkce ? Pkce : Device;

    public static LoginFlowKind? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        Pkce => LoginFlowKind.Pkce,
        Device => LoginFlowKind.DeviceCode,
        _ => null,
    };
}
