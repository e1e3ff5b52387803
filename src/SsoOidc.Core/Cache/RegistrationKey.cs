using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Cache;

/// <summary>What a client registration was made for. Each key has a file of its own, so no login uses another's registration.</summary>
internal sealed class RegistrationKey
{
    /// <summary>The session's name; null when the start URL stands for it.</summary>
    public string? SessionName { get; init; }

    /// <summary>As configured.</summary>
    public required string StartUrl { get; init; }

    /// <summary>The region of IAM Identity Center.</summary>
    public required string Region { get; init; }

    /// <summary>The scopes of the configuration; null when it names none.</summary>
    public IReadOnlyList<string>? ConfiguredScopes { get; init; }

    /// <summary>The scopes that are registered.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The grants that are registered; empty to leave them to the service, as for a device login.</summary>
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>Where the registration is known.</summary>
    public required Uri Endpoint { get; init; }

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

    private static string Name(KeyValuePair<string, string>[] members) =>
        Platform.LowerHex(Platform.Sha1(Encoding.ASCII.GetBytes(PythonJson.Object(members))));
}
