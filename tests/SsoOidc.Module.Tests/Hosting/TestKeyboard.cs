using System.Management.Automation.Host;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>
/// A keyboard that types what a test has it type, as a console of Windows hands it on: each key goes down and comes up, and both are keys that
/// are available. There is none until <see cref="IsThere"/>. The engine asks for it once, at the start.
/// </summary>
internal sealed class TestKeyboard : PSHostRawUserInterface
{
    private readonly Lock _gate = new();
    private readonly Queue<KeyInfo> _records = new();

    public bool IsThere { get; set; }

    /// <summary>Whether the keys that are available cannot be read.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How many keys nobody has read.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
                return _records.Count(record => record.KeyDown);
        }
    }

    public override bool KeyAvailable
    {
        get
        {
            lock (_gate)
                return IsThere ? _records.Count > 0 : throw new System.Management.Automation.Remoting.PSRemotingDataStructureException("There is no keyboard.");
        }
    }

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 1;

    public override Size BufferSize { get => throw NoScreen(); set => throw NoScreen(); }

    public override Size WindowSize { get => throw NoScreen(); set => throw NoScreen(); }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override string WindowTitle { get; set; } = "";

    public void Type(string text)
    {
        foreach (var character in text)
        {
            Add(character, isDown: true);
            Release(character);
        }
    }

    /// <summary>Lets a key come up that went down before.</summary>
    public void Release(char character) => Add(character, isDown: false);

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (IsBroken)
            throw new NotImplementedException("This host reads no keys.");
        if ((options & ReadKeyOptions.NoEcho) == 0)
            throw new HostException("What is typed here must not be echoed.");
        lock (_gate)
        {
            while (_records.TryDequeue(out var record))
            {
                if (record is { KeyDown: true, Character: '\u0003' } && (options & ReadKeyOptions.AllowCtrlC) == 0)
                    throw new PipelineStoppedException();
                if ((options & (record.KeyDown ? ReadKeyOptions.IncludeKeyDown : ReadKeyOptions.IncludeKeyUp)) != 0)
                    return record;
            }
        }

        throw new HostException("A console would wait for the next key here, deaf to everything else.");
    }

    public override void FlushInputBuffer() => throw new HostException("Keys must not be thrown away.");

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    private void Add(char character, bool isDown)
    {
        lock (_gate)
            _records.Enqueue(new KeyInfo(0, character, 0, isDown));
    }

    private static HostException NoScreen() => new("There is no screen buffer.");
}
