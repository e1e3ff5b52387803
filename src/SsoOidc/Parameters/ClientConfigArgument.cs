using System.Globalization;
using System.Management.Automation;
using SsoOidc.Config;
using SsoOidc.Settings;

namespace SsoOidc.Parameters;

/// <summary>
/// The settings of a client's configuration object as the official cmdlets take it (<c>AmazonSSOOIDCConfig</c>), or of any
/// object or hashtable with members of these names. The object is read and never written.
/// </summary>
internal static class ClientConfigArgument
{
    /// <summary>The arguments with what the object has in their place.</summary>
    /// <exception cref="ArgumentException">The object has none of the members, or one of another type.</exception>
    public static ClientArguments Read(object config, ClientArguments arguments)
    {
        var members = new Members(PSObject.AsPSObject(config));
        var read = arguments with
        {
            Region = members.Get("RegionEndpoint", RegionArgument.NameOf) ?? members.Get("Region", RegionArgument.NameOf),
            EndpointUrl = members.Get("ServiceURL", static (address, name) => EndpointArgument.Parse(address as string, name)),
            UseFips = members.Get<bool>("UseFIPSEndpoint"),
            UseDualStack = members.Get<bool>("UseDualstackEndpoint"),
            // The SDK counts retries, we count attempts.
            MaxAttempts = members.Get<int>("MaxErrorRetry") is { } retries ? retries with { Value = retries.Value + 1 } : null,
            Timeout = members.Get<TimeSpan>("Timeout"),
        };
        return members.WereFound
            ? read
            : throw new ArgumentException("-ClientConfig has none of the members RegionEndpoint, Region, ServiceURL, UseFIPSEndpoint, UseDualstackEndpoint, MaxErrorRetry, Timeout.");
    }

    private sealed class Members(PSObject config)
    {
        public bool WereFound { get; private set; }

        /// <summary>A member as one of our settings, with the member's name for its errors.</summary>
        public Setting<T>? Get<T>(string name, Func<object?, string, T?> read)
            where T : class => read(Find(name), "-ClientConfig: " + name) is { } value ? new Setting<T>(value, Source(name)) : null;

        public Setting<T>? Get<T>(string name)
            where T : struct
        {
            var value = Find(name);
            if (value is null)
                return null;
            return LanguagePrimitives.TryConvertTo<T>(value, CultureInfo.InvariantCulture, out var typed)
                ? new Setting<T>(typed, Source(name))
                : throw new ArgumentException($"-ClientConfig has a {name} that is not a {typeof(T).Name}.");
        }

        private static string Source(string name) => $"{name} of the parameter ClientConfig";

        private object? Find(string name)
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
    }
}
