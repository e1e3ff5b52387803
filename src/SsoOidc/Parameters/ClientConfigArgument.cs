using System.Globalization;
using System.Management.Automation;

namespace SsoOidc.Parameters;

/// <summary>
/// The settings of a client's configuration object as the official cmdlets take it (<c>AmazonSSOOIDCConfig</c>), or of any
/// object or hashtable with members of these names. The object is read and never written.
/// </summary>
internal sealed class ClientConfigArgument
{
    public static readonly ClientConfigArgument None = new();

    public string? Region { get; private init; }

    public string? ServiceUrl { get; private init; }

    public bool? UseFips { get; private init; }

    public bool? UseDualStack { get; private init; }

    public int? MaxAttempts { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    /// <exception cref="ArgumentException">The object has none of the members, or one of another type.</exception>
    public static ClientConfigArgument Read(object? config)
    {
        if (config is null)
            return None;
        var members = new Members(PSObject.AsPSObject(config));
        var argument = new ClientConfigArgument
        {
            Region = RegionArgument.NameOf(members.Get("RegionEndpoint") ?? members.Get("Region")),
            ServiceUrl = members.Get("ServiceURL") as string,
            UseFips = members.Get<bool>("UseFIPSEndpoint"),
            UseDualStack = members.Get<bool>("UseDualstackEndpoint"),
            // The SDK counts retries, we count attempts.
            MaxAttempts = members.Get<int>("MaxErrorRetry") + 1,
            Timeout = members.Get<TimeSpan>("Timeout"),
        };
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
