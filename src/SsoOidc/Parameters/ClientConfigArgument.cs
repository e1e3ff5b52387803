using System.Globalization;
using System.Management.Automation;

namespace SsoOidc;

/// <summary>
/// The settings of a client's configuration object as the official cmdlets take it (<c>AmazonSSOOIDCConfig</c>), or of any
/// object or hashtable with members of these names. The object is read and never written.
/// </summary>
internal sealed record ClientConfigArgument(
    string? Region, string? ServiceUrl, bool? UseFips, bool? UseDualStack, int? MaxAttempts, TimeSpan? Timeout)
{
    public static readonly ClientConfigArgument None = new(null, null, null, null, null, null);

    /// <exception cref="ArgumentException">The object has none of the members, or one of another type.</exception>
    public static ClientConfigArgument Read(object? config)
    {
        if (config is null)
            return None;
        var members = new Members(PSObject.AsPSObject(config));
        var argument = new ClientConfigArgument(
            RegionArgument.NameOf(members.Get("RegionEndpoint") ?? members.Get("Region")),
            members.Get("ServiceURL") as string,
            members.Get<bool>("UseFIPSEndpoint"),
            members.Get<bool>("UseDualstackEndpoint"),
            // The SDK counts retries, we count attempts.
            members.Get<int>("MaxErrorRetry") + 1,
            members.Get<TimeSpan>("Timeout"));
        return members.WereFound
            ? argument
            : throw new ArgumentException("-ClientConfig has none of the members RegionEndpoint, Region, ServiceURL, UseFIPSEndpoint, UseDualstackEndpoint, MaxErrorRetry, Timeout.");
    }

    private sealed class Members(PSObject config)
    {
        public bool WereFound { get; private set; }

        public object? Get(string name)
        {
            if (config.BaseObject is System.Collections.IDictionary table)
            {
                foreach (System.Collections.DictionaryEntry entry in table)
                {
                    if (!string.Equals(entry.Key as string, name, StringComparison.OrdinalIgnoreCase))
                        continue;
                    WereFound = true;
                    return entry.Value;
                }

                return null;
            }

            var property = config.Properties[name];
            WereFound |= property is not null;
            return property?.Value;
        }

        public T? Get<T>(string name)
            where T : struct
        {
            var value = Get(name);
            if (value is null)
                return null;
            return LanguagePrimitives.TryConvertTo<T>(value, CultureInfo.InvariantCulture, out var typed)
                ? typed
                : throw new ArgumentException($"-ClientConfig has a {name} that is not a {typeof(T).Name}.");
        }
    }
}
