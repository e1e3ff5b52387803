using System.Text;
using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Cache;

/// <summary>
/// The AWS CLI's folder of tokens and client registrations, <c>~/.aws/sso/cache</c>. A file that cannot be read is a problem to report,
/// never a reason to fail or to delete it.
/// </summary>
internal sealed class TokenCache
{
    /// <summary>Real files have 1 to 4 KiB.</summary>
    private const int MaxFileSize = 256 * 1024;

    private const int UsualSize = 16 * 1024;

    private const string Extension = ".json";

    // The length of a SHA-1 in hex.
    private const int KeyLength = 40;

    private readonly TimeProvider _time;

    public TokenCache(string folder, TimeProvider time)
    {
        Folder = folder;
        _time = time;
    }

    public string Folder { get; }

    /// <summary>The text is hashed as configured: a slash more at the end is another session to every AWS tool.</summary>
    public static string TokenKey(string? sessionName, string startUrl) =>
        Platform.LowerHex(Platform.Sha1(Encoding.UTF8.GetBytes(sessionName ?? startUrl)));

    public string PathOf(string key) => Path.Combine(Folder, key + Extension);

    public string LockPathOf(string key) => Path.Combine(Folder, key + ".lock");

    /// <summary>The token, or why its file cannot be used; both null when there is none.</summary>
    public (CachedToken? Token, string? Problem) ReadToken(string key)
    {
        var (content, problem) = SecureFile.Read(PathOf(key), MaxFileSize);
        if (content is null)
            return (null, problem);

        var token = CachedToken.Parse(content, out problem);
        return (token, token is null && problem is null ? "it has no accessToken" : problem);
    }

    /// <summary>
    /// Returns null, or why the token could not be saved. Cannot be cancelled and takes half a second at most: once the service has
    /// issued a token, the one in the file is of no use.
    /// </summary>
    public Task<string?> SaveTokenAsync(string key, CachedToken token) =>
        SecureFile.WriteAsync(PathOf(key), token.ToUtf8(), _time, CancellationToken.None);

    /// <summary>
    /// Takes the place of a session's next token, before something that works only once is spent for it; null with a problem where it could
    /// not be kept.
    /// </summary>
    public ReservedFile? ReserveToken(string key, out string? problem) =>
        ReservedFile.Take(PathOf(key), UsualSize + (int)Math.Min(MaxFileSize, LengthOf(PathOf(key))), _time, out problem);

    /// <summary>Saves a token in its reserved place. Returns null, or why it could not be saved.</summary>
    public async Task<string?> SaveTokenAsync(string key, CachedToken token, ReservedFile? place) =>
        // A place that a long login has lost to a broom is tried anew.
        place is not null && await place.CommitAsync(token.ToUtf8(), _time, CancellationToken.None).ConfigureAwait(false) is null
            ? null
            : await SaveTokenAsync(key, token).ConfigureAwait(false);

    /// <summary>True if there was a file and it is gone.</summary>
    public bool DeleteToken(string key, out string? problem) => SecureFile.Delete(PathOf(key), out problem);

    /// <summary>Every token file in the folder, the damaged ones too, in the order of their names.</summary>
    public IReadOnlyList<CacheEntry> Entries()
    {
        var entries = new List<CacheEntry>();
        foreach (var key in Keys())
        {
            var (content, problem) = SecureFile.Read(PathOf(key), MaxFileSize);
            var token = content is null ? null : CachedToken.Parse(content, out problem);
            if (token is not null || problem is not null)
                entries.Add(new CacheEntry(key, token, problem));
        }

        return entries;
    }

    /// <summary>A registration with life left, ours or the AWS CLI's; null when there is none to use.</summary>
    public CachedRegistration? ReadRegistration(RegistrationKey key)
    {
        if (ReadRegistrationFile(key.OwnName) is { } own && own.IsUsable(_time.GetUtcNow()))
            return own;

        return ReadRegistrationFile(key.CliName) is { } other && other.IsUsable(_time.GetUtcNow()) && key.Fits(other) ? other : null;
    }

    /// <summary>Returns null, or why the registration could not be saved.</summary>
    public Task<string?> SaveRegistrationAsync(RegistrationKey key, CachedRegistration registration) =>
        SecureFile.WriteAsync(PathOf(key.OwnName), registration.ToUtf8(), _time, CancellationToken.None);

    /// <summary>Deletes a registration wherever it lies: a client that the service does not know is of no use to any tool.</summary>
    public void DeleteRegistration(RegistrationKey key, string clientId)
    {
        foreach (var name in new[] { key.OwnName, key.CliName })
        {
            if (ReadRegistrationFile(name)?.ClientId == clientId)
                SecureFile.Delete(PathOf(name), out _);
        }
    }

    /// <summary>What a client was registered for, by whatever tool; null when its registration is not here or does not tell.</summary>
    public IReadOnlyList<string>? ScopesOf(string clientId) =>
        Keys().Select(ReadRegistrationFile).FirstOrDefault(registration => registration?.ClientId == clientId)?.Scopes;

    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private CachedRegistration? ReadRegistrationFile(string name)
    {
        var (content, _) = SecureFile.Read(PathOf(name), MaxFileSize);
        return content is null ? null : CachedRegistration.Parse(content, out _);
    }

    // Other tools keep other things here, under names that are no hashes.
    private List<string> Keys()
    {
        var keys = new List<string>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(Folder, "*" + Extension))
            {
                var name = Path.GetFileNameWithoutExtension(path);
                if (name.Length == KeyLength && name.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
                    keys.Add(name);
            }

            keys.Sort(StringComparer.Ordinal);
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
