using SsoOidc.Base;

namespace SsoOidc.Parameters;

/// <summary>Grants as users give them.</summary>
internal static class GrantArgument
{
    /// <summary>The URN of a short form (<c>device_code</c>, <c>jwt-bearer</c>, <c>token-exchange</c>); anything else as it is, since the service may know more.</summary>
    public static string Expand(string grantType) => grantType switch
    {
        "device_code" => GrantTypes.DeviceCode,
        "jwt-bearer" => GrantTypes.JwtBearer,
        "token-exchange" => GrantTypes.TokenExchange,
        _ => grantType,
    };

    /// <summary>
    /// The grant that the given credentials stand for. Without a grant type it is the one whose credential is there; with one, its
    /// credential must be there and no other grant's.
    /// </summary>
    /// <param name="grantType">What the user gave, or null.</param>
    /// <param name="grants">Each grant that the cmdlet knows, with its parameter's name and value.</param>
    /// <exception cref="ArgumentException">None or several fit.</exception>
    public static string Resolve(string? grantType, params GrantCandidate[] grants)
    {
        var given = Array.FindAll(grants, grant => !string.IsNullOrEmpty(grant.Value));
        if (string.IsNullOrEmpty(grantType))
        {
            return given.Length switch
            {
                1 => given[0].Grant,
                0 => throw new ArgumentException($"There is nothing to get a token for: give one of {Names(grants)}."),
                _ => throw new ArgumentException($"{Names(given)} belong to different grants: give one of them, or pipe only the object of the grant you mean."),
            };
        }

        var grantName = Expand(grantType!);
        if (Array.Find(grants, grant => grant.Grant == grantName) is { Parameter: { } wanted, Value: var value })
        {
            if (string.IsNullOrEmpty(value))
                throw new ArgumentException($"-GrantType {Shown.Clean(grantType!)} needs -{wanted}.");
            if (given.Length > 1)
                throw new ArgumentException($"-GrantType {Shown.Clean(grantType!)} goes with -{wanted} alone; {Names(given)} were given.");
        }

        return grantName;
    }

    private static string Names(GrantCandidate[] grants) =>
        string.Join(", ", Array.ConvertAll(grants, grant => "-" + grant.Parameter));
}
