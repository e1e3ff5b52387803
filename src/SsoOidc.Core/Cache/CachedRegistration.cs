using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Cache;

/// <summary>The content of one client registration file, in the form of the AWS CLI.</summary>
internal sealed class CachedRegistration
{
    /// <summary>The AWS CLI's margin: a registration this near its end is not used for a new login.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(15);

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public bool IsUsable(DateTimeOffset now) => ExpiresAt - now > RenewBefore;

    /// <summary>Returns null with a problem for a damaged file, and null without one for a file that is no registration.</summary>
    public static CachedRegistration? Parse(byte[] utf8, out string? problem)
    {
        var json = JsonMembers.Open(utf8, out problem);
        if (json is null || json.Has("accessToken") || !json.Has("clientId"))
            return null;

        if (json.Text("clientId") is { } id && json.Text("clientSecret") is { } secret && json.Time("expiresAt") is { } expiresAt)
        {
            return new CachedRegistration
            {
                ClientId = id,
                ClientSecret = secret,
                ExpiresAt = expiresAt,
                Scopes = json.TextList("scopes"),
                GrantTypes = json.TextList("grantTypes"),
            };
        }

        problem = "clientId, clientSecret or expiresAt is missing or of the wrong type";
        return null;
    }

    public byte[] ToUtf8()
    {
        var members = new List<KeyValuePair<string, string>>
        {
            new("clientId", PythonJson.String(ClientId)),
            new("clientSecret", PythonJson.String(ClientSecret)),
            new("expiresAt", PythonJson.String(CacheTime.Format(ExpiresAt))),
        };
        if (Scopes is { Count: > 0 })
            members.Add(new("scopes", PythonJson.Array(Scopes)));
        if (GrantTypes is { Count: > 0 })
            members.Add(new("grantTypes", PythonJson.Array(GrantTypes)));
        return Encoding.ASCII.GetBytes(PythonJson.Object(members));
    }
}
