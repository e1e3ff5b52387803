using System.Management.Automation;

namespace SsoOidc;

/// <summary>A region as users and other modules give it.</summary>
internal static class RegionArgument
{
    /// <summary>The name in a string, in an <c>AWSRegion</c> or <c>RegionEndpoint</c> (SystemName), or in any object with a Region.</summary>
    /// <exception cref="ArgumentException">The object has none of these.</exception>
    public static string? NameOf(object? region)
    {
        var value = region is PSObject wrapped ? wrapped.BaseObject : region;
        if (value is null or string)
            return string.IsNullOrEmpty(value as string) ? null : (string)value!;
        var properties = PSObject.AsPSObject(region).Properties;
        return (properties["SystemName"] ?? properties["Region"])?.Value as string
            ?? throw new ArgumentException($"-Region is a {value.GetType().Name}; expected a region's name such as eu-west-1, or an object with a SystemName or Region.");
    }
}

/// <summary>An endpoint as users give it.</summary>
internal static class EndpointArgument
{
    /// <exception cref="ArgumentException">The text is not an absolute http or https address.</exception>
    public static Uri? Parse(string? url)
    {
        if (url is null)
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address
            : throw new ArgumentException($"-EndpointUrl '{Text.Clean(url)}' is not an absolute address; expected one like https://oidc.eu-west-1.amazonaws.com.");
    }
}

/// <summary>A grant that a cmdlet knows, with the name and the value of its parameter.</summary>
internal sealed class GrantCandidate(string grant, string parameter, string? value)
{
    public string Grant { get; } = grant;

    public string Parameter { get; } = parameter;

    public string? Value { get; } = value;
}

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
                throw new ArgumentException($"-GrantType {Text.Clean(grantType!)} needs -{wanted}.");
            if (given.Length > 1)
                throw new ArgumentException($"-GrantType {Text.Clean(grantType!)} goes with -{wanted} alone; {Names(given)} were given.");
        }

        return grantName;
    }

    private static string Names(GrantCandidate[] grants) =>
        string.Join(", ", Array.ConvertAll(grants, grant => "-" + grant.Parameter));
}

/// <summary>Token types as users give them.</summary>
internal static class TokenTypeArgument
{
    /// <summary>The URN of a short form (<c>access_token</c>, <c>refresh_token</c>); anything else as it is, nothing as null.</summary>
    public static string? Expand(string? tokenType) => tokenType switch
    {
        null or "" => null,
        "access_token" => TokenTypes.AccessToken,
        "refresh_token" => TokenTypes.RefreshToken,
        _ => tokenType,
    };
}
