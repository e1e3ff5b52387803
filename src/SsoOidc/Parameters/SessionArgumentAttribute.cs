using System.Management.Automation;
using SsoOidc.Cache;

namespace SsoOidc;

/// <summary>Takes a session that went through a job, remoting, Clixml or JSON for what it was: which one it is, without what it held.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // A session has these members, and nothing else that is piped has all three.
        if (inputData is not PSObject { BaseObject: not SsoOidcSession } wrapped
            || wrapped.Properties["SessionName"] is null || wrapped.Properties["CachePath"] is null || TextOf(wrapped, "StartUrl") is not { } startUrl)
        {
            return inputData;
        }

        var name = TextOf(wrapped, "SessionName");
        return new SsoOidcSession(TimeProvider.System)
        {
            SessionName = name,
            StartUrl = startUrl,
            Region = TextOf(wrapped, "Region"),
            Status = LanguagePrimitives.TryConvertTo<SsoOidcSessionStatus>(wrapped.Properties["Status"]?.Value, out var status) ? status : SsoOidcSessionStatus.Expired,
            // Not the path, which could name any file by now.
            CacheKey = TokenCache.TokenKey(name, startUrl),
        };
    }

    private static string? TextOf(PSObject session, string member) =>
        session.Properties[member]?.Value is { } value && value.ToString() is { Length: > 0 } text ? text : null;
}
