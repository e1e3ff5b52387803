using System.Management.Automation.Host;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>A keyboard that types what a test has it type; there is none until <see cref="IsThere"/>. The engine asks for it once, at the start.</summary>
internal sealed class TestKeyboard : PSHostRawUserInterface
{
    private readonly Lock _gate = new();
    private readonly Queue<char> _keys = new();

    public bool IsThere { get; set; }

    /// <summary>How many keys nobody has read.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
                return _keys.Count;
        }
    }

    public override bool KeyAvailable => IsThere ? Left > 0 : throw new HostException("There is no keyboard.");

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
        lock (_gate)
        {
            foreach (var character in text)
                _keys.Enqueue(character);
        }
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if ((options & ReadKeyOptions.NoEcho) == 0)
            throw new HostException("What is typed here must not be echoed.");
        lock (_gate)
            return _keys.TryDequeue(out var key) ? new KeyInfo(0, key, 0, keyDown: true) : throw new HostException("No key was typed.");
    }

    public override void FlushInputBuffer() => throw new HostException("Keys must not be thrown away.");

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    private static HostException NoScreen() => new("There is no screen buffer.");
}
