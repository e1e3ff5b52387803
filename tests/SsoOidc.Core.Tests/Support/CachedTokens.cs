using System.Text.Json;
using System.Text.Json.Nodes;
using SsoOidc.Cache;

namespace SsoOidc.Tests;

internal static class CachedTokens
{
    /// <summary>The token of a file with one member changed, or taken out.</summary>
    public static CachedToken With(this CachedToken token, string member, string? value)
    {
        var file = JsonNode.Parse(token.ToUtf8())!.AsObject();
        file.Remove(member);
        if (value is not null)
            file.Add(member, value);
        return CachedToken.Parse(JsonSerializer.SerializeToUtf8Bytes(file), out _)!;
    }

    public static CachedToken Expiring(this CachedToken token, DateTimeOffset end) => token.With("expiresAt", CacheTime.Format(end));
}
