using System.Collections.Concurrent;

namespace SsoOidc.Credentials;

/// <summary>Keeps short-lived credentials in memory until 5 minutes before they end, and asks each source once at a time.</summary>
internal sealed class SourceCache
{
    // The service takes a request up to 5 minutes old, so that what is handed out lives as long as its signature may.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The cache of the process.</summary>
    public static SourceCache Shared { get; } = new();

    public async Task<AwsCredentials> GetAsync(ICredentialSource source, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!source.IsCacheable)
            return await source.FetchAsync(cancellationToken).ConfigureAwait(false);

        var entry = _entries.GetOrAdd(source.Identity, static _ => new Entry());
        if (entry.Fresh(time) is { } cached)
            return cached;

        await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return entry.Fresh(time) ?? (entry.Credentials = await source.FetchAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private sealed class Entry
    {
        private AwsCredentials? _credentials;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public AwsCredentials Credentials
        {
            set => Volatile.Write(ref _credentials, value);
        }

        public AwsCredentials? Fresh(TimeProvider time) =>
            Volatile.Read(ref _credentials) is { Expiration: { } end } credentials && time.GetUtcNow() < end - Margin ? credentials : null;
    }
}
