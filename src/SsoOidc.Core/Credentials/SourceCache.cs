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
        catch (CredentialsException e) when (source is InstanceMetadataCredentials metadata && entry.Credentials is { } last)
        {
            return entry.Credentials = metadata.Prolong(last, e.Message);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Forgets credentials that a service calls expired, whatever their own end is.</summary>
    public void Drop(AwsCredentials refused)
    {
        LastDropped = refused;
        foreach (var entry in _entries.Values)
            entry.Drop(refused);
    }

    /// <summary>For the sources that keep something themselves.</summary>
    public AwsCredentials? LastDropped { get; private set; }

    private sealed class Entry
    {
        private AwsCredentials? _credentials;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public AwsCredentials? Credentials
        {
            get => Volatile.Read(ref _credentials);
            set => Volatile.Write(ref _credentials, value);
        }

        public AwsCredentials? Fresh(TimeProvider time) =>
            Credentials is { Expiration: { } end } credentials && time.GetUtcNow() < end - Margin ? credentials : null;

        public void Drop(AwsCredentials refused) => Interlocked.CompareExchange(ref _credentials, null, refused);
    }
}
