using System.Text;

namespace SsoOidc.Cache;

/// <summary>What a client registration was made for. Each key has a file of its own, so no login uses another's registration.</summary>
/// <param name="SessionName">The session's name; null when the start URL stands for it.</param>
/// <param name="StartUrl">As configured.</param>
/// <param name="Region">The region of IAM Identity Center.</param>
/// <param name="ConfiguredScopes">The scopes of the configuration; null when it names none.</param>
/// <param name="Scopes">The scopes that are registered.</param>
/// <param name="GrantTypes">The grants that are registered; empty to leave them to the service, as for a device login.</param>
/// <param name="Endpoint">Where the registration is known.</param>
internal sealed record RegistrationKey(
    string? SessionName,
    string StartUrl,
    string Region,
    IReadOnlyList<string>? ConfiguredScopes,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> GrantTypes,
    Uri Endpoint)
{
    /// <summary>Ours: other than the AWS CLI we do not let a device login and a browser login overwrite each other's registration.</summary>
    public string OwnName => Name(
    [
        new("endpoint", PythonJson.String(Endpoint.AbsoluteUri)),
        new("grantTypes", PythonJson.Array(GrantTypes)),
        new("region", PythonJson.String(Region)),
        new("scopes", PythonJson.Array(Scopes)),
        new("session_name", TextOrNull(SessionName)),
        new("startUrl", PythonJson.String(StartUrl)),
        new("tool", "\"SsoOidc\""),
    ]);

    /// <summary>The name under which the AWS CLI would have it.</summary>
    public string CliName => Name(
    [
        new("region", PythonJson.String(Region)),
        new("scopes", ConfiguredScopes is null ? "null" : PythonJson.Array(ConfiguredScopes)),
        new("session_name", TextOrNull(SessionName)),
        new("startUrl", PythonJson.String(StartUrl)),
        new("tool", "\"botocore\""),
    ]);

    /// <summary>Whether a registration from elsewhere can do what this key needs; without a list of grants it is for device logins.</summary>
    public bool Fits(CachedRegistration registration) =>
        registration.Scopes is { } scopes && scopes.Count == Scopes.Count && Scopes.All(scopes.Contains)
        && (GrantTypes.Count == 0
            ? registration.GrantTypes is not { Count: > 0 }
            : registration.GrantTypes is { } grants && GrantTypes.All(grants.Contains));

    private static string TextOrNull(string? text) => text is null ? "null" : PythonJson.String(text);

    private static string Name(IEnumerable<KeyValuePair<string, string>> members) =>
        Crypto.LowerHex(Crypto.Sha1(Encoding.ASCII.GetBytes(PythonJson.Object(members))));
}
