namespace SsoOidc.Parameters;

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
